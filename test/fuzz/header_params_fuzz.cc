// The value of a content field: what a simple strict reader finds in it is among the
// readings, and all of them are bounded.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/parameter.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>
#include <optional>
#include <string>

namespace {

using namespace mailreeve;
using namespace mailreeve::mime;
using test::hold;

bool has(const std::vector<std::string>& texts, std::string_view text)
{
    return std::ranges::find(texts, text) != texts.end();
}

bool is_token(char c)
{
    return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.';
}

std::string_view take_token(std::string_view& rest)
{
    const auto end = std::ranges::find_if_not(rest, is_token);
    const auto token = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(token.size());
    return token;
}

// What stands in quotes at the front, where it is of plain characters.
std::optional<std::string_view> take_quoted(std::string_view& value)
{
    const auto end = value.find('"', 1);
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto text = value.substr(1, end - 1);
    value.remove_prefix(end + 1);
    if (!std::ranges::all_of(
            text, [](char c) { return is_token(c) || c == ' ' || c == ';'; }))
        return std::nullopt;
    return text;
}

// "type/subtype; name=token; name="quoted"": RFC 2045 without comments, folding and
// escapes. Nothing when the value is not of this form.
std::optional<std::string> strict(std::string_view value, std::string_view name)
{
    std::optional<std::string> found;
    take_token(value);
    if (value.starts_with('/'))
        value.remove_prefix(1);
    take_token(value);
    while (!value.empty()) {
        if (!value.starts_with("; "))
            return std::nullopt;
        value.remove_prefix(2);
        const auto word = ascii::lower(take_token(value));
        if (word.empty() || !value.starts_with('='))
            return std::nullopt;
        value.remove_prefix(1);
        const auto text = value.starts_with('"') ? take_quoted(value)
                                                 : std::optional{take_token(value)};
        if (!text)
            return std::nullopt;
        if (word == name && !text->empty() && !found)
            found = std::string{*text};
    }
    return found;
}

void try_names(std::string_view field_name, std::string_view value)
{
    Entity entity;
    entity.fields = {{std::string{field_name}, std::string{value}}};
    const auto names = file_names(entity);
    hold(names == file_names(entity));
    hold(names.size() <= max_file_names);
    for (const auto& name : names) {
        hold(!name.empty() && name.size() <= max_file_name && utf8::is_valid(name));
        hold(std::ranges::count(names, name) == 1);
    }
    if (field_name == "Content-Description")
        return;
    const auto read = read_value(value);
    for (const std::string parameter : {"filename", "name"}) {
        const auto found = strict(value, parameter);
        const auto all = readings(read.parameters, parameter);
        if (!found || read.cut || found->size() > max_file_name)
            continue;
        hold(has(all, *found));
        hold(names.size() == max_file_names || has(names, *found));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto value = mailreeve::test::input(bytes, size);
    try_names("Content-Disposition", value);
    try_names("Content-Type", value);
    try_names("Content-Description", value);
    return 0;
}
