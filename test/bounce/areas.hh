// The stretches of a message that text can be read from, with what encodes them.
#pragma once

#include "mailreeve/bounce/pieces.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/mime/span.hh"

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

struct Area {
    mime::Span content;
    std::string text;     // decoded
    std::string encoding; // empty: none
    bounce::Piece::Kind kind = bounce::Piece::Kind::Text;

    bool agrees_with(bounce::Where where) const
    {
        using Kind = bounce::Piece::Kind;
        if (where == bounce::Where::Rfc822Part)
            return kind == Kind::Message;
        if (where == bounce::Where::Rfc822Headers)
            return kind == Kind::Headers;
        return kind == Kind::Text || kind == Kind::Html;
    }

    bool overlaps(const mime::Span& span) const
    {
        return span.begin < content.end && content.begin < span.end;
    }
};

// Several ways to take it apart, the best first: into the parts of its tree; into what
// stands between boundary lines and has a header of a part; as one text; and what
// stands between such lines without a header.
std::vector<std::vector<Area>> areas(std::string_view message);

} // namespace mailreeve::test
