// Bytes from outside made fit for a log record, a terminal or an SMTP reply.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::log {

enum class Alphabet {
    Utf8,  // what is well formed and can be seen stays
    Ascii, // every other byte is escaped, too: SMTP replies, header fields
};

inline constexpr std::size_t max_value = 512; // bytes of one value that are shown

// No control character (C0, C1, DEL), no line or paragraph separator, nothing that
// turns the direction of text (U+061C, U+200E/F, U+202A-E, U+2066-9) and nothing that
// is not UTF-8 gets through: each such byte becomes \xNN, a backslash becomes \\. Of a
// text longer than `limit` the rest becomes \+N, the number of bytes left out. Fit for
// a terminal as it is.
MAILREEVE_API std::string escape(std::string_view text,
                                 Alphabet alphabet = Alphabet::Utf8,
                                 std::size_t limit = max_value);

// The same as the value of a key: in double quotes, " as \", when it is empty or has
// spaces or quotes.
MAILREEVE_API std::string value(std::string_view text, std::size_t limit = max_value);

// The same, at the end of `out`.
MAILREEVE_API void append_value(std::string& out, std::string_view text,
                                std::size_t limit = max_value);

// What value() was given, but for what it left out; nothing when `text` does not come
// from it.
MAILREEVE_API std::optional<std::string> unescape(std::string_view text);

} // namespace mailreeve::log
