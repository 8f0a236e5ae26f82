// Changes inside of one text of a message, in its own charset and transfer encoding.
// Inside this room only.
#pragma once

#include "mailreeve/attachment/splice.hh"
#include "mailreeve/mime/entity.hh"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// A file that is cut out of the text, all of its lines.
struct CutFile {
    mime::Span where; // in the text without transfer encoding
    std::string names;
};

struct TextChange {
    std::vector<std::string> notice; // lines to be put in front; none: no notice
    std::vector<CutFile> files;
};

// Whether files can be cut out of it: not where its encoding is one that we do not
// write (uuencode).
bool can_cut(const mime::Entity& text);

// The edits of `raw`, inside the content of `text`. No notice where its charset or
// encoding is one that we cannot write. Only inserted and cut bytes differ, but where
// files are cut out of a text in base64 or quoted-printable, and where such a text is
// broken in front of the place of the notice: those are encoded anew.
std::vector<Edit> text_edits(const mime::Entity& text, std::string_view raw,
                             const TextChange& change);

// What must stand between the header of `entity` and a content of ours: the empty line,
// if it is missing.
std::string gap_before_content(const mime::Entity& entity, std::string_view raw);

// The line end that a boundary line behind `end` needs, if there is none: an empty
// content has none to give.
std::string line_end_before_boundary(std::string_view raw, std::size_t end);

} // namespace mailreeve::attachment
