// What in a RAR 5 archive needs a password: libarchive 3.6 does not tell (its issue
// 2096) and takes the encrypted bytes for the content.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::unpack {

struct Rar5Encryption {
    bool headers = false;           // then no name is known
    std::vector<std::string> files; // names of those whose content is
    bool broken = false;            // the headers end early
};

// Nothing where `bytes` are no RAR 5 archive. Reads at most `max_files` names.
std::optional<Rar5Encryption> rar5_encryption(std::string_view bytes,
                                              std::size_t max_files);

} // namespace mailreeve::unpack
