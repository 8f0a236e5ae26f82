// Reading the structured part of a header: white space, comments, quoted strings
// (RFC 5322 3.2). For rooms that read headers; programs do not see it.
#pragma once

#include <string>
#include <string_view>

namespace mailreeve::mail {

// Takes white space and comments, nested ones too, off the front. A comment that does
// not close takes all. Returns whether there was anything.
bool skip_space_and_comments(std::string_view& text);

// `text` begins with a double quote: takes the quoted string off the front and returns
// it without quotes and backslashes. One that does not close takes all.
std::string take_quoted(std::string_view& text);

} // namespace mailreeve::mail
