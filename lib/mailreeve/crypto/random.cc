#include "mailreeve/crypto/random.hh"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace mailreeve::crypto {

void fill_random(std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            throw std::system_error{errno, std::generic_category(), "getrandom"};
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

} // namespace mailreeve::crypto
