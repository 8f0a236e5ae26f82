// Words of a header in other alphabets (RFC 2047).
#pragma once

#include "mailreeve/base/api.hh"

#include <string>
#include <string_view>

namespace mailreeve::mail {

// An unfolded text with its encoded words read, as UTF-8. Known are utf-8, us-ascii and
// iso-8859-1; words in other charsets, and what is no whole encoded word, stay as they
// are. Bytes that are not of the charset become U+FFFD. White space between two encoded
// words is not part of the text; a character that two of them share is put together.
// At most three times as long as `text`.
MAILREEVE_API std::string decode_words(std::string_view text);

// Charsets that somebody else can read.
class MAILREEVE_API Charsets {
public:
    virtual ~Charsets() = default;

    // `charset` is the name as it stands, without a language (RFC 2231 5).
    virtual bool knows(std::string_view charset) const = 0;
    // Of a charset that is known; valid UTF-8, whatever the bytes.
    virtual std::string utf8(std::string_view bytes,
                             std::string_view charset) const = 0;
};

// The same with those charsets in the place of our own.
MAILREEVE_API std::string decode_words(std::string_view text, const Charsets& charsets);

// UTF-8 text as encoded words of at most 75 characters (Q), one space between them.
// No character is divided. Bytes that are not UTF-8 become U+FFFD.
MAILREEVE_API std::string encode_words(std::string_view text);

// How long the encoded word at the front is; 0 when none is there (whatever its
// charset).
MAILREEVE_API std::size_t encoded_word_size(std::string_view text);

} // namespace mailreeve::mail
