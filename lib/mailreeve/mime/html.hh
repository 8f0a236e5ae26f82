// The words of an HTML text, for programs that look for something in them.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::mime {

// `html` in UTF-8 without its tags, comments, scripts and style sheets, with character
// references read. Tags that begin a line or a row end one here (<br>, <p>, <div>,
// <tr>, <li>, …); line ends of the source stay. What looks like an address in angle
// brackets is text: mail systems write such without a thought of HTML. At most
// `max_bytes`; takes time in proportion to the size. Not a rendering.
MAILREEVE_API std::string text_of_html(std::string_view html, std::size_t max_bytes);

} // namespace mailreeve::mime
