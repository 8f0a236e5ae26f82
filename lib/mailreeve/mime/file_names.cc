#include "mailreeve/mime/file_names.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mime/loose_parameters.hh"
#include "mailreeve/mime/name_readings.hh"
#include "mailreeve/mime/words.hh"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr std::size_t max_places = 64; // of a loose reading, in all fields

using Names = std::array<std::string_view, 2>; // of the parameter, likeliest first

// Both ends of a name that is longer than that: what decides stands there.
std::string bounded(std::string name)
{
    constexpr std::size_t half = max_file_name / 2;
    if (name.size() <= max_file_name)
        return name;
    const auto is_inside = [&](std::size_t at) {
        return (static_cast<unsigned char>(name[at]) & 0xc0U) == 0x80;
    };
    auto front = half;
    while (front > 0 && is_inside(front))
        --front;
    auto back = name.size() - half;
    while (back < name.size() && is_inside(back))
        ++back;
    return name.substr(0, front) + name.substr(back);
}

// Of more readings than the bound, those at both ends: readers take the first or the
// last of what is repeated.
class Readings {
public:
    void add(std::string text)
    {
        text = bounded(std::move(text));
        if (!text.empty() && known_.insert(text).second)
            texts_.push_back(std::move(text));
    }

    void add(const std::vector<std::string>& texts)
    {
        for (const auto& text : texts)
            add(text);
    }

    bool empty() const { return texts_.empty(); }

    NameReadings take()
    {
        constexpr auto half = static_cast<std::ptrdiff_t>(max_file_names / 2);
        const bool cut = texts_.size() > max_file_names;
        if (cut)
            texts_.erase(texts_.begin() + half, texts_.end() - half);
        return {std::move(texts_), cut};
    }

private:
    std::vector<std::string> texts_;
    std::unordered_set<std::string> known_;
};

void add_strict(Readings& found, const mail::HeaderField& field, const Names& names)
{
    const auto parameters = read_value(field.value).parameters;
    for (const auto& name : names)
        found.add(readings(parameters, name));
}

void add_loose(Readings& found, const mail::HeaderField& field, const Names& names,
               std::size_t& places)
{
    for (const auto& name : names) {
        const auto parameters = loose_parameters(field.value, name, places);
        if (!parameters.empty())
            found.add(readings(parameters, name));
    }
}

using Fields = std::vector<const mail::HeaderField*>;

// The first of them; one more than is read, if there are as many.
Fields fields_named(const Entity& entity, std::string_view name)
{
    Fields fields;
    for (const auto& field : entity.fields)
        if (fields.size() <= max_repeated && field.is(name))
            fields.push_back(&field);
    return fields;
}

// "https://example.app/": the name of a host is none of a file.
bool is_host(std::string_view location)
{
    const auto begin = location.find("://");
    if (begin == std::string_view::npos)
        return false;
    const auto slash = location.find('/', begin + 3);
    return slash == std::string_view::npos || slash + 1 == location.size();
}

void add_described(Readings& found, const Entity& entity)
{
    for (const auto* const name : {"Content-Description", "Content-Location"})
        for (const auto& field : entity.fields) {
            if (!field.is(name))
                continue;
            const auto text = decoded_words(field.value);
            if (!field.is("Content-Location") || !is_host(ascii::trim(text)))
                found.add(std::string{ascii::trim(text)});
        }
}

} // namespace

NameReadings name_readings(const Entity& entity)
{
    constexpr Names of_disposition{"filename", "name"};
    constexpr Names of_type{"name", "filename"};
    const auto dispositions = fields_named(entity, "Content-Disposition");
    const auto types = fields_named(entity, "Content-Type");
    Readings found;
    std::size_t places = max_places;
    for (const auto* const field : dispositions)
        add_strict(found, *field, of_disposition);
    for (const auto* const field : types)
        add_strict(found, *field, of_type);
    for (const auto* const field : dispositions)
        add_loose(found, *field, of_disposition, places);
    for (const auto* const field : types)
        add_loose(found, *field, of_type, places);
    if (found.empty())
        add_described(found, entity);
    auto all = found.take();
    all.cut = all.cut || places == 0 || dispositions.size() > max_repeated ||
              types.size() > max_repeated;
    return all;
}

std::vector<std::string> file_names(const Entity& entity)
{
    return name_readings(entity).names;
}

} // namespace mailreeve::mime
