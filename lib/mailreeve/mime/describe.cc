#include "mailreeve/mime/describe.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/decode.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr std::size_t max_charset = 64; // the longest name at IANA has 45

const mail::HeaderField* first_field(const Entity& entity, std::string_view name)
{
    const auto found = std::ranges::find_if(
        entity.fields, [&](const auto& field) { return field.is(name); });
    return found == entity.fields.end() ? nullptr : &*found;
}

bool is_token(std::string_view text) // RFC 2045 5.1
{
    constexpr std::string_view specials = "()<>@,;:\\\"/[]?=";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return c > ' ' && c <= '~' && specials.find(c) == std::string_view::npos;
    });
}

bool is_type(std::string_view text)
{
    const auto slash = text.find('/');
    return slash != std::string_view::npos && is_token(text.substr(0, slash)) &&
           is_token(text.substr(slash + 1));
}

bool holds_more(std::string_view type)
{
    return type.starts_with("multipart/") || type.starts_with("message/");
}

// Of several the first that lets us look further, or else the first: what one client
// takes for a text another opens, and what is inside must be seen.
FieldValue content_type(const Entity& entity, std::size_t max_parameters)
{
    std::optional<FieldValue> found;
    for (const auto& field : entity.fields) {
        if (!field.is("Content-Type"))
            continue;
        auto value = read_value(field.value, max_parameters);
        const bool better =
            !found || (is_type(value.value) && holds_more(value.value) &&
                       !holds_more(found->value));
        if (value.cut || better)
            found = std::move(value);
        if (found->cut)
            break;
    }
    return found.value_or(FieldValue{});
}

bool describe_type(Entity& entity, bool in_digest, std::size_t max_parameters)
{
    auto value = content_type(entity, max_parameters);
    if (value.cut)
        return false;
    entity.type = in_digest ? "message/rfc822" : "text/plain";
    if (is_type(value.value))
        entity.type = std::move(value.value);
    entity.type_parameters = std::move(value.parameters);
    const auto charset = ascii::lower(reading(entity.type_parameters, "charset"));
    entity.charset = charset.size() <= max_charset ? charset : "";
    entity.report_type = ascii::lower(reading(entity.type_parameters, "report-type"));
    if (!entity.is_multipart())
        return true;
    const auto* const boundary = plain(entity.type_parameters, "boundary");
    entity.boundary =
        boundary != nullptr ? *boundary : reading(entity.type_parameters, "boundary");
    while (entity.boundary.ends_with(' ') || entity.boundary.ends_with('\t'))
        entity.boundary.pop_back(); // RFC 2046 5.1.1: it cannot end in white space
    return true;
}

} // namespace

bool describe(Entity& entity, bool in_digest, std::size_t max_parameters)
{
    if (!describe_type(entity, in_digest, max_parameters))
        return false;
    entity.encoding = "7bit";
    if (const auto* const field = first_field(entity, "Content-Transfer-Encoding"))
        entity.encoding = read_value(field->value, max_parameters).value;
    const auto* const field = first_field(entity, "Content-Disposition");
    if (field == nullptr)
        return true;
    auto value = read_value(field->value, max_parameters);
    entity.disposition = std::move(value.value);
    entity.disposition_parameters = std::move(value.parameters);
    return !value.cut;
}

bool holds_message(const Entity& entity)
{
    return entity.is_message() && !is_encoded(entity);
}

bool Entity::is_multipart() const
{
    return type.starts_with("multipart/");
}

bool Entity::is_message() const
{
    // The last two are what some mail systems write for the first.
    constexpr std::array types{"message/rfc822", "message/global", "message/rfc2822",
                               "message/news"};
    return std::ranges::find(types, std::string_view{type}) != types.end();
}

} // namespace mailreeve::mime
