// Whether a text is HTML or SVG, and whether it runs something. Inside this room only.
#pragma once

#include "mailreeve/attachment/file_type.hh"

#include <string_view>

namespace mailreeve::attachment {

// Html, ActiveHtml, Svg, or Unknown for what is none. `text` as plain_text() gives it.
FileType type_of_markup(std::string_view text);

// <script>, or an HTA's own element.
bool has_script_element(std::string_view text);

// <name, and behind it what ends a name.
bool has_element(std::string_view text, std::string_view name);

} // namespace mailreeve::attachment
