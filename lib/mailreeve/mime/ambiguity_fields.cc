// Content fields that are repeated, or that readers take apart differently.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/ambiguity_scan.hh"
#include "mailreeve/mime/describe.hh"
#include "mailreeve/mime/name_readings.hh"

#include <algorithm>
#include <set>
#include <utility>

namespace mailreeve::mime {

namespace {

using Meaning = std::pair<std::string, std::set<std::pair<std::string, std::string>>>;

Meaning meaning(const FieldValue& value)
{
    Meaning all{value.value, {}};
    for (const auto& parameter : value.parameters)
        all.second.emplace(parameter.name, parameter.name == "charset"
                                               ? ascii::lower(parameter.value)
                                               : parameter.value);
    return all;
}

std::vector<FieldValue> values_of(const Entity& entity, std::string_view name)
{
    std::vector<FieldValue> values;
    for (const auto& field : entity.fields)
        if (values.size() < max_repeated && field.is(name))
            values.push_back(read_value(field.value));
    return values;
}

bool holds_parts(const FieldValue& value)
{
    return value.value.starts_with("multipart/") || value.value.starts_with("message/");
}

// Whether two readers, of which one takes the first and one the second, see two trees.
bool divide_differently(const FieldValue& a, const FieldValue& b)
{
    if (holds_parts(a) != holds_parts(b))
        return true;
    return holds_parts(a) &&
           (a.value.front() != b.value.front() ||
            reading(a.parameters, "boundary") != reading(b.parameters, "boundary"));
}

// How many bytes of a value may tell what it was: the rest is of no use to a person.
std::string told(const std::vector<FieldValue>& values)
{
    return values.front().value + ", " + values.back().value;
}

template <class IsGrave>
void look_at_repeated(const Entity& entity, std::pair<std::string_view, Oddity> field,
                      Ambiguities& found, const IsGrave& is_grave)
{
    const auto values = values_of(entity, field.first);
    if (values.size() < 2)
        return;
    const auto first = meaning(values.front());
    bool grave = false;
    for (const auto& value : values)
        grave = grave || (meaning(value) != first && is_grave(values.front(), value));
    found.add(field.second, entity.header, told(values), grave);
}

// A quoted string or a comment that takes all that follows.
bool is_open(std::string_view value)
{
    bool quoted = false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\')
            ++i;
        else if (depth == 0 && value[i] == '"')
            quoted = !quoted;
        else if (!quoted && value[i] == '(')
            ++depth;
        else if (!quoted && value[i] == ')' && depth > 0)
            --depth;
    }
    return quoted || depth > 0;
}

bool is_exact(std::string_view name)
{
    return name.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-") ==
           std::string_view::npos;
}

bool says_message(std::string_view value)
{
    constexpr std::string_view type = "message/rfc822";
    const auto at = value.find(type);
    return at != std::string_view::npos &&
           value.substr(at + type.size(), 1) != "-"; // of a header alone
}

// Whether somebody may find structure in a field whose entity has none to us.
bool hides_structure(const Entity& entity, const mail::HeaderField& field)
{
    const auto value = ascii::lower(field.value);
    return !entity.is_multipart() && !entity.is_message() &&
           (says_message(value) || (value.find("multipart") != std::string::npos &&
                                    value.find("boundary") != std::string::npos));
}

void look_at_syntax(const Entity& entity, const mail::HeaderField& field,
                    const std::string& name, Ambiguities& found)
{
    const bool is_type = name == "contenttype";
    if (is_type && hides_structure(entity, field)) {
        found.add(Oddity::FieldSyntax, entity.header, field.value, true);
        return;
    }
    const bool broken_type =
        is_type && field.is("Content-Type") &&
        read_value(field.value).value.find('/') == std::string::npos;
    if (!is_exact(field.name) || broken_type || is_open(field.value))
        found.add(Oddity::FieldSyntax, entity.header, field.name + ":" + field.value,
                  false);
}

void look_at_charset(const Entity& entity, Ambiguities& found)
{
    auto charsets = readings(entity.type_parameters, "charset");
    std::set<std::string> different;
    for (const auto& charset : charsets)
        different.insert(ascii::lower(charset));
    if (different.size() > 1)
        found.add(Oddity::ParameterReadings, entity.header,
                  charsets.front() + ", " + charsets.back(), false);
}

} // namespace

void look_at_fields(const Entity& entity, const Message& /*message*/,
                    Ambiguities& found)
{
    look_at_repeated(entity, {"Content-Type", Oddity::DuplicateContentType}, found,
                     divide_differently);
    // Every name of every one of them is read: nothing is hidden by the second.
    look_at_repeated(entity, {"Content-Disposition", Oddity::DuplicateDisposition},
                     found, [](const auto&, const auto&) { return false; });
    for (const auto& field : entity.fields)
        if (const auto name = loose_content_name(field.name); !name.empty())
            look_at_syntax(entity, field, name, found);
    look_at_charset(entity, found);
    if (name_readings(entity).cut)
        found.add(Oddity::FieldSyntax, entity.header, "more names than are read", true);
}

} // namespace mailreeve::mime
