// What a text is: a page, a script, a shortcut, a message, or a text. Inside this room
// only.
#pragma once

#include "mailreeve/attachment/file_type.hh"

#include <string_view>

namespace mailreeve::attachment {

// Without control characters but those of lines and terminals. UTF-16 is none.
bool is_text(std::string_view bytes);

// Of a file without a mark of any other type, in ASCII and what is like it, in UTF-8 or
// in UTF-16 with or without its mark. Unknown for what is no text.
FileType type_of_text(std::string_view head);

// Of a picture or a sound: ActiveHtml where there is a page with a script in it, else
// `type`.
FileType with_hidden_script(std::string_view head, FileType type);

// Whether it begins as a picture whose size is, to JavaScript, the beginning of a
// comment or of an assignment.
bool is_picture_and_script(std::string_view head);

} // namespace mailreeve::attachment
