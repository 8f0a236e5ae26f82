#include "mailreeve/mail/subject.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/encoded_word.hh"
#include "mailreeve/mail/header_field.hh"

#include <algorithm>

namespace mailreeve::mail {

namespace {

constexpr std::string_view prefix = "Subject:";

// The tag as it stands in a header. A tag that has to be encoded keeps its space inside
// when an encoded word follows: white space between the two would not be read.
std::string written(std::string_view tag, std::string_view rest)
{
    const auto word = ascii::trim(tag);
    if (utf8::is_ascii(word) && word.find("=?") == std::string_view::npos)
        return std::string{word};
    const bool spaced = word.size() != tag.size() && encoded_word_size(rest) > 0;
    return encode_words(spaced ? std::string{word} + ' ' : std::string{word});
}

// What joins tag and subject: nothing when the tag has no space of its own.
std::string_view joint(std::string_view tag, std::string_view before,
                       std::string_view rest)
{
    if (!tag.ends_with(' '))
        return "";
    const auto first_line = rest.substr(0, rest.find_first_of("\r\n"));
    const auto length = prefix.size() + before.size() + 1 + first_line.size();
    return length > wanted_line ? "\n " : " ";
}

} // namespace

std::string tagged_subject(std::optional<std::string_view> value, std::string_view tag)
{
    const auto raw = value.value_or("");
    const auto word = ascii::trim(tag);
    if (decode_words(unfold(raw)).starts_with(word))
        return std::string{raw};
    const auto text = std::ranges::find_if_not(raw, ascii::is_space);
    const auto spaces = static_cast<std::size_t>(text - raw.begin());
    const auto rest = raw.substr(spaces);

    auto tagged = std::string{raw.substr(0, spaces)} + written(tag, rest);
    if (!rest.empty())
        tagged.append(joint(tag, tagged, rest)).append(rest);
    return tagged;
}

} // namespace mailreeve::mail
