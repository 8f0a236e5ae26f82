#include "mailreeve/attachment/header_change.hh"

#include "mailreeve/mail/header_field.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;

struct Place {
    std::string_view name;
    mime::Span lines; // in the message
};

bool begins_field(std::string_view line, std::string_view name)
{
    return line.starts_with(name) && line.substr(name.size()).starts_with(':');
}

// Where the fields of `entity` stand. They were read from these lines in this order,
// so that only the line that each begins with need be found again.
std::vector<Place> places_of(const mime::Entity& entity, std::string_view raw)
{
    std::vector<Place> places;
    const auto header = raw.substr(0, entity.header.end);
    auto begin = entity.header.begin;
    while (begin < header.size() && places.size() < entity.fields.size()) {
        const auto& name = entity.fields[places.size()].name;
        if (begins_field(header.substr(begin), name)) {
            if (!places.empty())
                places.back().lines.end = begin;
            places.push_back({name, {begin, header.size()}});
        }
        const auto end = header.find('\n', begin);
        begin = end == npos ? header.size() : end + 1;
    }
    return places;
}

std::string field(const HeaderChange& change, std::string_view line_end)
{
    auto text = change.name + ": ";
    for (const char c : change.value.value_or("")) {
        if (c == '\n')
            text += line_end;
        else
            text += c;
    }
    return text.append(line_end);
}

const Place* find(const std::vector<Place>& places, const HeaderChange& change)
{
    std::size_t left = change.index;
    for (const auto& place : places)
        if (mail::is_same_name(place.name, change.name) && --left == 0)
            return &place;
    return nullptr;
}

} // namespace

std::string_view line_end_of(std::string_view raw)
{
    const auto end = raw.find('\n');
    return end == npos || (end > 0 && raw[end - 1] == '\r') ? "\r\n" : "\n";
}

std::vector<Edit> header_edits(const mime::Entity& entity, std::string_view raw,
                               std::span<const HeaderChange> changes)
{
    const auto line_end = line_end_of(raw);
    const auto places = places_of(entity, raw);
    const auto end = entity.header.end;
    std::vector<Edit> edits;
    std::string added;
    for (const auto& change : changes) {
        const auto* const place = change.index > 0 ? find(places, change) : nullptr;
        const auto text = change.value ? field(change, line_end) : std::string{};
        if (place != nullptr)
            edits.push_back({place->lines, text});
        else if (change.index == 0)
            added += text;
    }
    std::ranges::sort(edits, {}, [](const Edit& edit) { return edit.where.begin; });
    if (added.empty())
        return edits;
    const bool is_changed = !edits.empty() && edits.back().where.end == end;
    const bool is_open = !entity.header.empty() && raw[end - 1] != '\n' && !is_changed;
    edits.push_back({{end, end}, (is_open ? std::string{line_end} : "") + added});
    return edits;
}

std::string apply_header(const mime::Entity& message, std::string_view raw,
                         std::span<const HeaderChange> changes)
{
    return spliced(raw, header_edits(message, raw, changes));
}

} // namespace mailreeve::attachment
