#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/charset.hh"
#include "mailreeve/mime/parameter.hh"
#include "mailreeve/mime/words.hh"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;

// A piece of a parameter (RFC 2231 3 and 4): name*, name*0, name*1*.
struct Section {
    unsigned number = 0;
    bool extended = false; // percent encoded
    std::string_view text;
};

std::optional<unsigned> number_of(std::string_view digits)
{
    constexpr std::size_t max_digits = 4;
    if (digits.empty() || digits.size() > max_digits ||
        !std::ranges::all_of(digits, ascii::is_digit))
        return std::nullopt;
    unsigned number = 0;
    for (const char c : digits)
        number = number * 10 + static_cast<unsigned>(c - '0');
    return number;
}

std::optional<Section> section_of(const Parameter& parameter, std::string_view name)
{
    std::string_view rest = parameter.name;
    if (!rest.starts_with(name) || rest.substr(name.size(), 1) != "*")
        return std::nullopt;
    rest.remove_prefix(name.size() + 1);
    if (rest.empty())
        return Section{0, true, parameter.value};
    const bool extended = rest.ends_with('*');
    rest.remove_suffix(extended ? 1 : 0);
    const auto number = number_of(rest);
    if (!number)
        return std::nullopt;
    return Section{*number, extended, parameter.value};
}

std::string percent_decoded(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() &&
                            ascii::hex_value(text[i + 1]) >= 0 &&
                            ascii::hex_value(text[i + 2]) >= 0;
        bytes += escape ? static_cast<char>(ascii::hex_value(text[i + 1]) * 16 +
                                            ascii::hex_value(text[i + 2]))
                        : text[i];
        i += escape ? 2 : 0;
    }
    return bytes;
}

using Sections = std::map<unsigned, Section>; // by number

// Charset and language stand in front of the first section, if it is extended.
std::string joined(const Sections& sections)
{
    std::string charset;
    std::string bytes;
    bool first = true;
    for (const auto& [number, section] : sections) {
        auto text = section.text;
        const auto language = text.find('\'');
        const auto begin = language == npos ? npos : text.find('\'', language + 1);
        if (first && section.extended && begin != npos) {
            charset = text.substr(0, language);
            text.remove_prefix(begin + 1);
        }
        bytes += section.extended ? percent_decoded(text) : std::string{text};
        first = false;
    }
    return to_utf8(bytes, charset).value_or(guessed_utf8(bytes));
}

Sections up_to_gap(const Sections& sections)
{
    Sections whole;
    for (const auto& [number, section] : sections) {
        if (number != whole.size())
            break;
        whole.emplace(number, section);
    }
    return whole;
}

std::string without_line_ends(std::string_view text)
{
    std::string line;
    std::ranges::copy_if(text, std::back_inserter(line),
                         [](char c) { return c != '\r' && c != '\n'; });
    return line;
}

class Collector {
public:
    void add(const std::string& text)
    {
        if (!text.empty() && known_.insert(text).second)
            texts_.push_back(text);
    }

    // As it stands, and with encoded words read, which RFC 2047 5 forbids here.
    void add_plain(std::string_view text)
    {
        add(guessed_utf8(without_line_ends(text)));
        add(decoded_words(text));
    }

    std::vector<std::string> take() { return std::move(texts_); }

private:
    std::vector<std::string> texts_;
    std::unordered_set<std::string> known_;
};

void add_sections(Collector& collector, const ParameterList& parameters,
                  std::string_view name)
{
    Sections first;
    Sections last;
    for (const auto& parameter : parameters) {
        const auto section = section_of(parameter, name);
        if (!section)
            continue;
        if (parameter.name.size() == name.size() + 1)
            collector.add(joined({{0, *section}}));
        else {
            first.emplace(section->number, *section);
            last.insert_or_assign(section->number, *section);
        }
    }
    for (const auto& text : {joined(up_to_gap(first)), joined(first), joined(last),
                             joined(up_to_gap(last))})
        collector.add_plain(text);
}

} // namespace

const std::string* plain(const ParameterList& parameters, std::string_view name)
{
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? nullptr : &found->value;
}

std::vector<std::string> readings(const ParameterList& parameters,
                                  std::string_view name)
{
    Collector collector;
    if (const auto* const value = plain(parameters, name))
        collector.add(guessed_utf8(without_line_ends(*value)));
    add_sections(collector, parameters, name);
    for (const auto& parameter : parameters) {
        if (parameter.name != name)
            continue;
        collector.add_plain(parameter.value);
        collector.add_plain(parameter.loose);
    }
    return collector.take();
}

std::string reading(const ParameterList& parameters, std::string_view name)
{
    auto all = readings(parameters, name);
    return all.empty() ? std::string{} : std::move(all.front());
}

} // namespace mailreeve::mime
