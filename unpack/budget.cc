#include "unpack/budget.hh"

#include <ctime>

namespace mailreeve::unpack {

using attachment::Item;
using attachment::Obstacle;

namespace {

// What an item takes in the answer beside its names; see item_wire.cc.
constexpr std::size_t item_bytes = 64 + attachment::max_item_detail;

} // namespace

std::chrono::nanoseconds processor_time()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

void hinder(Item& item, Obstacle obstacle, std::string_view detail)
{
    if (item.obstacle != Obstacle::None)
        return;
    item.obstacle = obstacle;
    item.detail = detail.substr(0, attachment::max_item_detail);
}

// The timer that ends the process (serve.cc) stands at the limit itself. What is over
// before it can still tell what has been seen until then.
Budget::Budget(const attachment::UnpackLimits& limits)
    : depth_{limits.depth}, entries_{limits.entries}, output_{limits.output},
      end_{processor_time() + limits.cpu - limits.cpu / 8}
{
}

bool Budget::take_entry(std::size_t name_bytes)
{
    if (spent_ == Obstacle::TooMany || is_late())
        return false;
    const auto more = told_ + item_bytes + name_bytes;
    if (entries_ == 0 || more > attachment::max_item_bytes) {
        spent_ = Obstacle::TooMany;
        return false;
    }
    told_ = more;
    --entries_;
    return true;
}

bool Budget::take_output(std::uint64_t bytes)
{
    if (bytes > output_) {
        output_ = 0;
        if (spent_ == Obstacle::None)
            spent_ = Obstacle::TooBig;
        return false;
    }
    output_ -= bytes;
    return true;
}

bool Budget::is_late()
{
    if (processor_time() < end_)
        return false;
    if (spent_ == Obstacle::None)
        spent_ = Obstacle::TooSlow;
    return true;
}

void Budget::explain(Item& item) const
{
    if (spent_ == Obstacle::TooMany)
        hinder(item, spent_, "more files inside than are looked at");
    else if (spent_ == Obstacle::TooBig)
        hinder(item, spent_, "more bytes inside than are looked at");
    else if (spent_ == Obstacle::TooSlow)
        hinder(item, spent_, "it takes more processor time than it may");
}

} // namespace mailreeve::unpack
