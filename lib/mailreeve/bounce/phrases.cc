#include "mailreeve/bounce/phrases.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"

#include <algorithm>

namespace mailreeve::bounce {

namespace {

constexpr std::string_view apostrophe = "\xe2\x80\x99";
constexpr std::string_view wide_space = "\xe3\x80\x80";
constexpr std::string_view hard_space = "\xc2\xa0";

std::size_t index_of(char c)
{
    return static_cast<unsigned char>(c);
}

bool begins_word(std::string_view words, std::size_t at)
{
    if (at == 0 || index_of(words[at]) >= 0x80)
        return true;
    return !ascii::is_alnum(words[at - 1]);
}

void append_words(std::string& words, std::string_view line, std::size_t max)
{
    const auto space = [&] {
        if (!words.empty() && words.back() != ' ')
            words += ' ';
    };
    space();
    while (!line.empty() && words.size() < max) {
        std::size_t size = 1;
        if (line.starts_with(apostrophe)) {
            words += '\'';
            size = apostrophe.size();
        } else if (line.starts_with(wide_space)) {
            space();
            size = wide_space.size();
        } else if (line.starts_with(hard_space)) {
            space();
            size = hard_space.size();
        } else if (ascii::is_space(line.front())) {
            space();
        } else {
            words += ascii::lower(line.front());
        }
        line.remove_prefix(size);
    }
}

} // namespace

std::string plain_words(std::string_view text, std::size_t max)
{
    std::string words;
    words.reserve(std::min(text.size(), max));
    Lines lines{text};
    while (words.size() < max) {
        const auto line = lines.next();
        if (!line)
            break;
        if (!ascii::trim(*line).starts_with('>'))
            append_words(words, *line, max);
    }
    while (words.ends_with(' '))
        words.pop_back();
    return words;
}

Phrases::Phrases(std::string_view text)
{
    Lines lines{text};
    while (const auto line = lines.next())
        if (!line->starts_with('#'))
            add_line(*line);
    for (auto& bucket : by_first_byte_)
        std::ranges::sort(bucket, std::ranges::greater{}, &std::string_view::size);
}

void Phrases::add_line(std::string_view line)
{
    while (!line.empty()) {
        const auto end = std::min(line.find(" | "), line.size());
        by_first_byte_[index_of(line.front())].push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 3, line.size()));
    }
}

std::optional<std::string_view> Phrases::at_front(std::string_view words) const
{
    if (words.empty())
        return std::nullopt;
    const auto& bucket = by_first_byte_[index_of(words.front())];
    const auto it = std::ranges::find_if(
        bucket, [&](std::string_view phrase) { return words.starts_with(phrase); });
    return it == bucket.end() ? std::nullopt : std::optional{*it};
}

std::optional<std::string_view> Phrases::find(std::string_view words) const
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (by_first_byte_[index_of(words[i])].empty() || !begins_word(words, i))
            continue;
        if (const auto phrase = at_front(words.substr(i)))
            return phrase;
    }
    return std::nullopt;
}

std::vector<std::string_view> Phrases::all() const
{
    std::vector<std::string_view> phrases;
    for (const auto& bucket : by_first_byte_)
        phrases.insert(phrases.end(), bucket.begin(), bucket.end());
    return phrases;
}

} // namespace mailreeve::bounce
