// Whether a text is HTML or SVG, and whether it runs something. Inside this room only.
#pragma once

#include "mailreeve/attachment/file_type.hh"

#include <span>
#include <string_view>

namespace mailreeve::attachment {

// Html, ActiveHtml, Svg, or Unknown for what is none. `text` as plain_text() gives it.
FileType type_of_markup(std::string_view text);

// <script>, or an HTA's own element.
bool has_script_element(std::string_view text);

// The same of any bytes, soon told: false where there is none in ASCII.
bool may_have_script_element(std::string_view bytes);

// <name of one of the names, and behind it what ends a name.
bool has_element(std::string_view text, std::span<const std::string_view> names);

} // namespace mailreeve::attachment
