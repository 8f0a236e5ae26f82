// What stands where nobody looks: in front of the parts, behind them, in texts.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/ambiguity_scan.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/hidden.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>

namespace mailreeve::mime {

namespace {

constexpr std::size_t longest_greeting = 1'000; // to readers without MIME

void look_at_preamble(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    const auto text = ascii::trim(entity.preamble.of(raw));
    if (text.empty())
        return;
    const bool grave = hides_file(raw, entity.preamble);
    const bool all = entity.parts.empty() && !entity.closed;
    if (grave || all || text.size() > longest_greeting)
        found.add(Oddity::Preamble, entity.preamble, text, grave);
}

void look_at_epilogue(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    const auto text = ascii::trim(entity.epilogue.of(raw));
    if (!text.empty())
        found.add(Oddity::Epilogue, entity.epilogue, text,
                  hides_file(raw, entity.epilogue));
}

// What would have been behind the end is in the last part.
void look_at_end(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    if (entity.closed || entity.parts.empty() || !entity.is_multipart())
        return;
    const auto* last = &entity.parts.back();
    while (!last->parts.empty())
        last = &last->parts.back();
    found.add(Oddity::MissingEnd, {entity.content.end, entity.content.end},
              entity.boundary,
              is_text(*last) && !is_encoded(*last) && hides_file(raw, last->content));
}

// Empty lines at the front are skipped.
bool is_at_top(std::string_view content, std::size_t place)
{
    return ascii::trim(content.substr(0, place)).empty();
}

// A text may hold what is a file to every reader (uuencode, yEnc, BinHex), which is for
// who judges files. A part with its header is told; it is grave where a reader might
// take the top of the text for the header. Of
// other leaves only a file in base64 is of interest that nobody says is in base64.
void look_at_leaf(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    const bool whole = entity.type != "text/rfc822-headers";
    for (const auto& hidden : hidden_files(raw, entity.content)) {
        const bool is_field = hidden.sign.starts_with("content-");
        const bool is_code = hidden.sign.starts_with("base64 of");
        if (!is_code && !(is_field && is_text(entity)))
            continue;
        const bool at_top =
            whole && is_at_top(entity.content.of(raw),
                               hidden.where.begin - entity.content.begin);
        // Bounces return letters with their documents in base64 below the top of a
        // text, where no reader takes them for a part.
        const bool is_file = is_code && hidden.sign != "base64 of a document";
        found.add(Oddity::HiddenFields, hidden.where, hidden.sign, is_file || at_top);
    }
}

// Where base64 is told and fields stand, another reader is still in the header.
void look_at_encoded(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    constexpr std::size_t most = 4'096;
    const Span top{entity.content.begin,
                   std::min(entity.content.end, entity.content.begin + most)};
    const auto hidden = hidden_files(raw, top, 1);
    if (!hidden.empty() && hidden.front().sign.starts_with("content-"))
        found.add(Oddity::HiddenFields, hidden.front().where, hidden.front().sign,
                  true);
}

} // namespace

void look_at_gaps(const Entity& entity, const Message& message, Ambiguities& found)
{
    if (entity.is_multipart()) {
        look_at_preamble(entity, message.raw, found);
        look_at_epilogue(entity, message.raw, found);
        look_at_end(entity, message.raw, found);
    } else if (entity.parts.empty() && entity.encoding == "base64")
        look_at_encoded(entity, message.raw, found);
    else if (entity.parts.empty())
        look_at_leaf(entity, message.raw, found);
}

} // namespace mailreeve::mime
