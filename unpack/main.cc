// mailreeve-unpack: looks into files for mailreeve(8), which starts it. Its argument is
// how many bytes of memory it may have, its standard input the socket.
#include "unpack/sandbox.hh"
#include "unpack/serve.hh"

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string_view>

#include <unistd.h>

namespace {

bool read_number(std::string_view text, std::uint64_t& value)
{
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end;
}

} // namespace

int main(int count, char** arguments)
{
    constexpr int usage = 64; // EX_USAGE of sysexits(3)
    std::uint64_t memory = 0;
    if (count != 2 || !read_number(arguments[1], memory)) {
        std::fputs("mailreeve-unpack is started by mailreeve(8)\n", stderr);
        return usage;
    }
    try {
        mailreeve::unpack::warm_up();
        mailreeve::unpack::enter_sandbox(memory);
        return mailreeve::unpack::serve(STDIN_FILENO) ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "mailreeve-unpack: %s\n", error.what());
        return 1;
    }
}
