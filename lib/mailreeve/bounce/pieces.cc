#include "mailreeve/bounce/pieces.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace mailreeve::bounce {

namespace {

using Kind = Piece::Kind;

struct Known {
    std::string_view type;
    Kind kind;
};

constexpr auto known = std::to_array<Known>({
    {"message/delivery-status", Kind::Status},
    {"message/global-delivery-status", Kind::Status},
    {"message/disposition-notification", Kind::Disposition},
    {"message/global-disposition-notification", Kind::Disposition},
    {"message/feedback-report", Kind::Feedback},
    {"message/rfc822", Kind::Message},
    {"message/global", Kind::Message},
    {"message/partial", Kind::Message},
    {"message/news", Kind::Message},
    {"message/x-rfc822", Kind::Message},
    {"message/rfc2822", Kind::Message},
    {"text/html", Kind::Html},
    {"text/calendar", Kind::Calendar},
    {"application/ms-tnef", Kind::Tnef},
    {"application/tlsrpt+gzip", Kind::Aggregate},
    {"application/tlsrpt+json", Kind::Aggregate},
});

// text/rfc822-headers (RFC 3462), message/global-headers (RFC 6533) and what is meant
// to be one of them: text/rfc822-header, message/rfc822-headers, text/rfc822, …
bool means_headers(std::string_view type)
{
    return type.find("rfc822") != std::string_view::npos ||
           type == "message/global-headers" || type == "message/headers";
}

std::optional<Kind> kind_of(std::string_view type)
{
    const auto* const it = std::ranges::find(known, type, &Known::type);
    if (it != known.end())
        return it->kind;
    if (means_headers(type))
        return Kind::Headers;
    if (type.starts_with("text/") || type.empty())
        return Kind::Text;
    return std::nullopt;
}

// receiver!domain!begin!end.xml.gz, times in seconds (RFC 7489 7.2.1.1, RFC 8460 5.1)
bool is_aggregate_name(std::string_view name)
{
    const auto next_is_digit = [&](std::size_t mark) {
        return mark + 1 < name.size() && ascii::is_digit(name[mark + 1]);
    };
    const auto domain = name.find('!');
    const auto begin = name.find('!', domain == name.npos ? domain : domain + 1);
    const auto end = name.find('!', begin == name.npos ? begin : begin + 1);
    return end != name.npos && next_is_digit(begin) && next_is_digit(end);
}

bool is_named_aggregate(const mime::Entity& entity)
{
    if (!entity.type.starts_with("application/") && entity.type != "text/xml")
        return false;
    auto name = mime::reading(entity.disposition_parameters, "filename");
    if (name.empty())
        name = mime::reading(entity.type_parameters, "name");
    return is_aggregate_name(name);
}

std::optional<Kind> kind_of(const mime::Entity& entity)
{
    return is_named_aggregate(entity) ? Kind::Aggregate : kind_of(entity.type);
}

struct Open {
    const mime::Entity* entity;
    std::size_t level;
};

} // namespace

std::vector<Piece> pieces(const mime::Entity& root)
{
    std::vector<Piece> found;
    std::vector<Open> open{{&root, 0}}; // no recursion: the message chooses the depth
    while (!open.empty()) {
        const auto [entity, level] = open.back();
        open.pop_back();
        const auto kind = kind_of(*entity);
        if (kind && !entity->is_multipart())
            found.push_back({*kind, entity, level});
        const auto inside = level + (kind == Kind::Message ? 1 : 0);
        for (auto it = entity->parts.rbegin(); it != entity->parts.rend(); ++it)
            open.push_back({&*it, inside});
    }
    return found;
}

} // namespace mailreeve::bounce
