// Every form in which a desktop may see the name of a file that a message told.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// More cannot be an honest name; what is longer, or has more forms, is not complete.
inline constexpr std::size_t longest_name = 2'048; // bytes
inline constexpr std::size_t most_name_forms = 250;
inline constexpr std::size_t most_form_bytes =
    std::size_t{32} * 1'024; // of all together

// How many blanks in a row hide what is behind them.
inline constexpr std::size_t many_spaces = 5;

struct NameFacts {
    bool bidi = false;             // U+202D, U+202E: letters are shown in another order
    bool many_spaces = false;      // in front of an extension
    bool double_extension = false; // that of a document, then that of a program
    std::size_t length = 0;        // in characters, as it was told

    bool operator==(const NameFacts&) const = default;
};

struct NameForms {
    std::vector<std::string>
        all;              // each once, first as it was told; ASCII in lower case
    bool complete = true; // false: there may be more
    NameFacts facts;      // true where it is true of any form
};

// The name itself, and, in every combination: without a path before it (both slashes);
// with %20, %u202e, &#46; and words of RFC 2047 decoded, repeatedly; without zero-width
// and bidi controls; without other controls, or cut at the first; without blanks and
// dots at its ends, quotes, an NTFS stream (a.exe:b, and b), a version (a.exe;1); with
// fullwidth forms and letters that look like those of ASCII in their place. Valid
// UTF-8. Never throws for what the name is; time in proportion to its length.
// Thread-safe.
MAILREEVE_API NameForms name_forms(std::string_view told);

// Whether no reader can see it otherwise than it was told: it has one form.
bool is_plain_name(std::string_view told);

// What is behind the last dot; empty where there is none.
MAILREEVE_API std::string_view extension_of(std::string_view name);

} // namespace mailreeve::attachment
