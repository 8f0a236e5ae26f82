// What a file is that is hidden in a text, by its very first bytes: only what somebody
// would hide. Inside this room only.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

inline constexpr std::size_t file_sign_size = 12; // bytes that are looked at

// "a program", "an archive", …; empty where the bytes are of nothing that is known.
std::string_view file_sign(std::string_view bytes);

} // namespace mailreeve::mime
