// The names of files, which the sender chose, made fit to be shown to the recipient.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

inline constexpr std::size_t max_shown_name = 120;  // bytes of one name
inline constexpr std::size_t max_shown_names = 600; // bytes of a list of names

// One line of valid UTF-8, never empty, of at most `max_bytes` (16 or more). What is no
// character, and what cannot be seen or turns, joins or divides text, becomes "?"; runs
// of white space, of every width, become one space. Of a longer name the end stays,
// because the end says what a file is: "aaaa...aaaa.exe".
MAILREEVE_API std::string shown_name(std::string_view name,
                                     std::size_t max_bytes = max_shown_name);

// "a.exe, b.zip", each name once, and "and 7 more" for those that find no room.
MAILREEVE_API std::string shown_names(std::span<const std::string> names,
                                      std::size_t max_bytes = max_shown_names);

// Fit for a file name as well: no slash, backslash, colon, or other sign that a file
// system gives a meaning to.
MAILREEVE_API std::string shown_file_name(std::string_view name);

} // namespace mailreeve::attachment
