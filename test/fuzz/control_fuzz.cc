// Requests and replies of the control socket: what is understood is bounded, and is
// written as it was read.
#include "control/json.hh"
#include "control/protocol.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>

namespace {

using namespace mailreeve::control;
using mailreeve::test::hold;

void try_request(std::string_view line)
{
    const auto request = parse_request(line);
    if (!request)
        return;
    hold(text(*request) == std::string{line} + '\n');
    hold(text(*request).size() <= max_request);
}

void try_head(std::string_view line)
{
    const auto head = parse_reply_head(line);
    if (!head)
        return;
    hold(head->size <= max_reply);
    if (head->size > line.size() * 1000) // not to build megabytes for every input
        return;
    const auto framed = frame({head->outcome, std::string(head->size, 'x')});
    hold(parse_reply_head(framed.substr(0, framed.find('\n'))) == head);
}

void try_json(std::string_view text)
{
    const auto quoted = json_string(text);
    hold(std::ranges::all_of(quoted, [](char c) { return c >= ' ' && c < '\x7f'; }));
    hold(quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"');
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto input = mailreeve::test::input(bytes, size);
    try_request(input);
    try_head(input);
    try_json(input);
    return 0;
}
