// Where in an HTML text something can be put so that it is shown first. Inside this
// room only.
#pragma once

#include "mailreeve/attachment/written_form.hh"

#include <cstddef>
#include <string_view>

namespace mailreeve::attachment {

inline constexpr std::size_t html_head = std::size_t{256} * 1024; // bytes looked at

// Behind <body …>, if nothing that is shown stands before it; else behind what belongs
// to the head. Only the first `html_head` bytes are looked at, and none behind which
// the charset has shifted. `html` may be the beginning of the text only.
std::size_t html_place(std::string_view html, WrittenForm form);

} // namespace mailreeve::attachment
