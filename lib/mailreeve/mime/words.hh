// Header values with words in other alphabets (RFC 2047), of any charset of mail.
#pragma once

#include "mailreeve/base/api.hh"

#include <string>
#include <string_view>

namespace mailreeve::mime {

// A raw value unfolded, with its encoded words read, as valid UTF-8. Words in charsets
// that we do not know stay as they are; bytes outside of words that are not UTF-8 are
// read as guessed_utf8() does. At most three times as long as `raw`. Thread-safe.
MAILREEVE_API std::string decoded_words(std::string_view raw);

} // namespace mailreeve::mime
