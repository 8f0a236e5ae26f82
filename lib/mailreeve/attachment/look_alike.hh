// Characters that look like one of ASCII, or are made one where a name is converted.
// Inside this room only.
#pragma once

#include <string>
#include <string_view>

namespace mailreeve::attachment {

// 0 where there is none.
char ascii_look_alike(char32_t character);

// Shown as nothing, or only as a change of the direction of writing.
bool is_invisible(char32_t character);

} // namespace mailreeve::attachment
