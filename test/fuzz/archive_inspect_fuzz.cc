// A file that holds files: what the worker makes of it stays within bounds, and leaves
// no descriptor behind.
#include "test/fuzz/hold.hh"
#include "test/unpack/looked_into.hh"
#include "test/unpack/ytnef_leaks.hh"

#include <filesystem>
#include <iterator>

namespace {

using namespace mailreeve;
using mailreeve::test::hold;

std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator all{"/proc/self/fd"};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void try_item(const attachment::Item& item, std::size_t depth)
{
    hold(depth <= attachment::max_item_depth);
    hold(item.names.size() <= attachment::max_item_names);
    hold(item.detail.size() <= attachment::max_item_detail);
    for (const auto& name : item.names)
        hold(name.size() <= attachment::max_item_name);
    for (const auto& part : item.inside)
        try_item(part, depth + 1);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    attachment::UnpackLimits limits;
    limits.depth = 3;
    limits.entries = 100;
    limits.output = std::uint64_t{1024} * 1024;
    limits.cpu = std::chrono::seconds{5};
    const auto before = open_descriptors();
    const auto item = unpack::looked_into(test::input(data, size), {}, limits);
    hold(open_descriptors() == before);
    try_item(item, 0);
    hold(unpack::count_inside(item) <= limits.entries);
    hold(attachment::encoded(item).size() <= attachment::max_item_bytes);
    return 0;
}
