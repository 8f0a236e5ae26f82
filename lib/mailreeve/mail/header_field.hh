// One header field (RFC 5322 2.2) as the MTA passes it, and values fit to be added.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::mail {

inline constexpr std::size_t max_line = 998;      // RFC 5322 2.1.1
inline constexpr std::size_t wanted_line = 78;    // the same
inline constexpr std::size_t max_field_name = 76; // longer ones leave no room to fold

// Field names are equal whatever their case, and whatever white space stands before
// the colon: readers ignore it (RFC 5322 4.5), so forgers use it.
MAILREEVE_API bool is_same_name(std::string_view a, std::string_view b);

struct HeaderField {
    std::string name;  // as it came
    std::string value; // as it came: folded by "\n" or "\r\n", with the space after the
                       // colon if the MTA left it there

    bool is(std::string_view other) const { return is_same_name(name, other); }

    bool operator==(const HeaderField&) const = default;
};

// Printable ASCII without a colon, 1 to 76 of them.
MAILREEVE_API bool is_field_name(std::string_view name);

// The value on one line, without white space at its ends (RFC 5322 2.2.3). A line end
// that folds nothing, which no whole message has, becomes a space.
MAILREEVE_API std::string unfold(std::string_view value);

// Any text made fit for a value that we add: printable ASCII stays, runs of white
// space become one space, every other byte a "?". No line of it can end early.
MAILREEVE_API std::string printable(std::string_view text);

// A value of printable() text for a field of that name, folded before words by
// "\n\t": lines of at most 78 characters where its spaces allow, at most 998 anyhow.
MAILREEVE_API std::string fold(std::string_view name, std::string_view value);

} // namespace mailreeve::mail
