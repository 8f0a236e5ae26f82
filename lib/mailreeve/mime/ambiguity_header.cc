// Where readers end a header, or a line of it, at different places.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/ambiguity_scan.hh"
#include "mailreeve/mime/embedded.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/hidden.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t max_block = std::size_t{64} * 1'024;

bool is_content_line(std::string_view line)
{
    line = ascii::trim(line);
    return ascii::starts_with(line, "content") && line.find(':') != npos;
}

// Whether a content field stands in front of the next empty line.
bool content_field_follows(std::string_view text)
{
    text = text.substr(0, max_block);
    while (!text.empty()) {
        const auto line = line_at(text, 0).of(text);
        const auto words = without_line_end(line);
        if (words.empty() || words.starts_with("--"))
            return false;
        if (is_content_line(words))
            return true;
        text.remove_prefix(line.size());
    }
    return false;
}

// A line in a header that is none of it to some.
bool is_break(std::string_view line, bool first)
{
    const auto kind = header_line(line, first);
    return kind == HeaderLine::Other ||
           (kind == HeaderLine::Folded && ascii::trim(line).empty());
}

// To who ends the header at `line`, the rest of it and all of the content is one text,
// or is in the encoding that was told before.
bool shows_file(const Entity& entity, std::string_view raw, const Span& line)
{
    const auto before = raw.substr(0, line.begin).substr(entity.header.begin);
    const auto rest = raw.substr(0, entity.content.end).substr(line.begin);
    const auto hidden = hidden_files(raw, {line.begin, entity.header.end});
    return ascii::lower(before).find("base64") != std::string::npos ||
           !embedded_files(rest, 1).empty() ||
           std::ranges::any_of(hidden, [](const Hidden& file) {
               return !file.sign.starts_with("content-");
           });
}

// The first break is told.
void look_inside(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    for (auto place = entity.header.begin; place < entity.header.end;) {
        const auto line = line_at(raw, place);
        const auto text = without_line_end(line.of(raw));
        const bool first = place == entity.header.begin;
        place = line.end;
        if (text.empty() || !is_break(text, first))
            continue;
        found.add(Oddity::HeaderBreak, line, text, shows_file(entity, raw, line));
        return;
    }
}

// The header has no empty line behind it: others may find that it goes on.
void look_behind(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    if (entity.header.end != entity.content.begin || entity.content.empty())
        return;
    const auto line = line_at(raw, entity.content.begin);
    const auto text = without_line_end(line.of(raw));
    const bool goes_on = content_field_follows(entity.content.of(raw));
    if (text.starts_with("--") || (ascii::trim(text).empty() && !goes_on))
        return;
    found.add(Oddity::HeaderBreak, line, text, goes_on);
}

bool says_content(std::string_view text)
{
    return ascii::lower(text).find("content-") != std::string::npos;
}

bool is_nul_in_content_field(const mail::HeaderField& field)
{
    const bool has_nul = field.name.find('\0') != std::string::npos ||
                         field.value.find('\0') != std::string::npos;
    return has_nul && (says_content(field.name) || says_content(field.value));
}

// A CR with something behind it on the line.
bool has_inner_cr(std::string_view text)
{
    for (auto at = text.find('\r'); at != npos; at = text.find('\r', at + 1)) {
        const auto next = text.substr(at + 1, 1);
        if (!next.empty() && next != "\r" && next != "\n")
            return true;
    }
    return false;
}

bool is_cr_grave(const Entity& entity, std::string_view raw)
{
    for (const auto& field : entity.fields)
        if (has_inner_cr(field.value) &&
            (says_content(field.name) || says_content(field.value)))
            return true;
    std::string lines{entity.header.of(raw)};
    std::ranges::replace(lines, '\r', '\n');
    return hides_file(lines, {0, lines.size()}) != hides_file(raw, entity.header);
}

} // namespace

void look_at_header(const Entity& entity, const Message& message, Ambiguities& found)
{
    look_inside(entity, message.raw, found);
    look_behind(entity, message.raw, found);
    const auto header = entity.header.of(message.raw);
    if (message.has_nul && header.find('\0') != npos)
        found.add(Oddity::NulByte, entity.header, "in a header",
                  std::ranges::any_of(entity.fields, is_nul_in_content_field));
    if (message.has_bare_cr && has_inner_cr(header))
        found.add(Oddity::BareCr, entity.header, "in a header",
                  is_cr_grave(entity, message.raw));
}

} // namespace mailreeve::mime
