#include "mailreeve/attachment/warning_part.hh"

#include "mailreeve/attachment/transfer.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/header_field.hh"

#include <algorithm>
#include <array>
#include <optional>

namespace mailreeve::attachment {

namespace {

constexpr std::size_t line_room = 78;
constexpr std::size_t section_room = 54; // bytes of a value in one RFC 2231 section

std::string with_line_ends(std::string_view text, std::string_view line_end)
{
    std::string lines;
    for (const char c : text) {
        if (c == '\n')
            lines += line_end;
        else
            lines += c;
    }
    return lines;
}

// Whether it can go as it is: nothing that a transport or a reader of MIME would take
// for something else.
bool is_simple(std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        if (line.size() > line_room || !utf8::is_ascii(line) ||
            line.starts_with("--") || line.starts_with("From ") ||
            line.find_first_of(std::string_view{"\0\r", 2}) != std::string_view::npos)
            return false;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

std::string in_quotes(std::string_view text)
{
    std::string value = "\"";
    for (const char c : text)
        value += (c == '"' || c == '\\' ? "\\" : "") + std::string{c};
    return value + '"';
}

// RFC 2231 4: what is no attribute-char is told by its number.
std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view kept = "!#$&+-.^_`{|}~";
    std::string value;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (ascii::is_alnum(c) || kept.find(c) != std::string_view::npos)
            value += c;
        else
            value += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return value;
}

// Not between the three characters of an escape.
std::size_t section_end(std::string_view value)
{
    if (value.size() <= section_room)
        return value.size();
    const auto percent = value.rfind('%', section_room - 1);
    return percent != std::string_view::npos && percent + 3 > section_room
               ? percent
               : section_room;
}

std::string file_name_parameter(std::string_view name)
{
    auto simple = ";\n\tfilename=" + in_quotes(name);
    if (utf8::is_ascii(name) && simple.size() <= line_room)
        return simple;
    const auto encoded = "utf-8''" + percent_encoded(name);
    std::string_view value = encoded;
    if (value.size() <= section_room)
        return ";\n\tfilename*=" + encoded;
    std::string parameters;
    for (int section = 0; !value.empty(); ++section) {
        const auto end = section_end(value);
        parameters += ";\n\tfilename*" + std::to_string(section) +
                      "*=" + std::string{value.substr(0, end)};
        value.remove_prefix(end);
    }
    return parameters;
}

std::size_t count(const mime::Entity& entity, std::string_view name)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        entity.fields, [&](const auto& field) { return field.is(name); }));
}

// The one field of that name; without a value, none.
void set_field(std::vector<HeaderChange>& changes, const mime::Entity& entity,
               std::string_view name, const std::optional<std::string>& value)
{
    const std::string own{name};
    const auto fields = count(entity, name);
    for (auto index = fields; index > (value ? 1U : 0U); --index)
        changes.push_back({own, index, std::nullopt});
    if (value)
        changes.push_back({own, std::min<std::size_t>(fields, 1), value});
}

} // namespace

WarningPart warning_part(std::string_view text, std::string_view file_name,
                         std::string_view disposition, std::string_view line_end)
{
    const auto lines = with_line_ends(text, line_end);
    const bool simple = is_simple(text);
    return {"text/plain; charset=utf-8", simple ? "7bit" : "quoted-printable",
            std::string{disposition} + file_name_parameter(file_name),
            simple ? lines : quoted_printable(lines, line_end)};
}

std::string as_part(const WarningPart& part, std::string_view line_end)
{
    return with_line_ends("Content-Type: " + part.type +
                              "\nContent-Transfer-Encoding: " + part.encoding +
                              "\nContent-Disposition: " + part.disposition + "\n\n",
                          line_end) +
           part.content;
}

std::vector<HeaderChange> as_header(const WarningPart& part, const mime::Entity& entity)
{
    // They tell of the content that is gone.
    static constexpr std::array<std::string_view, 11> stale{
        "Content-ID",       "Content-Description", "Content-MD5",
        "Content-Location", "Content-Base",        "Content-Duration",
        "Content-Language", "Content-Features",    "Content-Alternative",
        "Content-Length",   "Content-Digest"};
    std::vector<HeaderChange> changes;
    if (count(entity, "MIME-Version") == 0)
        set_field(changes, entity, "MIME-Version", "1.0");
    set_field(changes, entity, "Content-Type", part.type);
    set_field(changes, entity, "Content-Transfer-Encoding", part.encoding);
    set_field(changes, entity, "Content-Disposition", part.disposition);
    for (const auto name : stale)
        set_field(changes, entity, name, std::nullopt);
    return changes;
}

} // namespace mailreeve::attachment
