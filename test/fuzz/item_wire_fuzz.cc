// What a worker answers: nothing, or an item within its bounds that is written as it
// was read.
#include "mailreeve/attachment/item_wire.hh"
#include "test/fuzz/hold.hh"

namespace {

using namespace mailreeve::attachment;
using mailreeve::test::hold;

std::size_t try_item(const Item& item, std::size_t depth)
{
    hold(depth <= max_item_depth && item.names.size() <= max_item_names);
    for (const auto& one : item.names)
        hold(one.size() <= max_item_name);
    hold(!name(item.obstacle).empty() && !name(item.type).empty());
    hold(item.detail.size() <= max_item_detail);
    std::size_t count = 1;
    for (const auto& part : item.inside)
        count += try_item(part, depth + 1);
    return count;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t most = 50;
    const auto bytes = mailreeve::test::input(data, size);
    if (const auto item = decoded_item(bytes, most)) {
        hold(try_item(*item, 0) <= most);
        hold(encoded(*item) == bytes);
    }
    if (const auto request = decoded_request(bytes)) {
        hold(request->item.inside.empty());
        hold(encoded(*request) == bytes);
    }
    if (size >= frame_head)
        static_cast<void>(frame_size(bytes.substr(0, frame_head)));
    return 0;
}
