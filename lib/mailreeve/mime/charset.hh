// From the charsets that mail is written in to UTF-8.
#pragma once

#include "mailreeve/base/api.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::mime {

// Nothing when the charset is not one of those that mail is written in: whoever sends
// mail must not choose among all the converters of the C library. Bytes that are not of
// the charset become U+FFFD. At most three times as long as `bytes`, and valid.
// Thread-safe.
MAILREEVE_API std::optional<std::string> to_utf8(std::string_view bytes,
                                                 std::string_view charset);

MAILREEVE_API bool is_known_charset(std::string_view charset);

// Text of a charset that is not told or not known: UTF-8 where it is valid, or else
// windows-1252, which has a character for nearly every byte.
MAILREEVE_API std::string guessed_utf8(std::string_view bytes);

} // namespace mailreeve::mime
