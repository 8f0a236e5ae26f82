// A line of a file with a caret below the place that is meant.
#pragma once

#include "mailreeve/config/node.hh"

#include <string>
#include <string_view>

namespace mailreeve::config {

// Two lines:
//    42 |   mising: {action: score}
//       |   ^^^^^^
// Empty when the text has no such line. Control characters are shown as \x1b, those
// that turn the direction of text as \u{202e}; a long line is cut around the caret.
std::string excerpt(std::string_view text, const Place& place);

// The same care for a text inside a message; at most 64 characters of it.
std::string visible(std::string_view text);

} // namespace mailreeve::config
