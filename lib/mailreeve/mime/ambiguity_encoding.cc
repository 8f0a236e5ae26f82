// Transfer encodings that readers undo differently, or not all of them.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/ambiguity_scan.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/embedded_line.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/file_sign.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>
#include <array>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t head = 4'096; // of a content, enough to see what it is
constexpr std::size_t max_decoded = std::size_t{1'024} * 1'024; // of a multipart

enum class Coding { Identity, Base64, QuotedPrintable, Uuencode, Unknown };

struct Word {
    std::string_view word;
    Coding coding;
};

constexpr std::array words{
    Word{"7bit", Coding::Identity},
    Word{"8bit", Coding::Identity},
    Word{"7-bit", Coding::Identity},
    Word{"8-bit", Coding::Identity},
    Word{"binary", Coding::Identity},
    Word{"base64", Coding::Base64},
    Word{"quoted-printable", Coding::QuotedPrintable},
    Word{"uuencode", Coding::Uuencode},
    Word{"x-uuencode", Coding::Uuencode},
    Word{"x-uue", Coding::Uuencode},
    Word{"uue", Coding::Uuencode},
};

Coding coding_of(std::string_view word)
{
    const auto* const found = std::ranges::find(words, word, &Word::word);
    return found == words.end() ? Coding::Unknown : found->coding;
}

std::string_view word_for(Coding coding)
{
    return std::ranges::find(words, coding, &Word::coding)->word;
}

std::string decoded_as(const Entity& entity, std::string_view raw, Coding coding,
                       std::size_t most)
{
    Entity content;
    content.encoding = word_for(coding);
    content.content = entity.content;
    return decoded(content, raw, most);
}

bool is_file(std::string_view bytes)
{
    return !file_sign(bytes).empty() || hides_file(bytes, {0, bytes.size()});
}

// Whether it matters that one reader undoes this coding and one that: a text that
// nobody calls a file stays one.
bool is_grave(const Entity& entity, std::string_view raw, Coding a, Coding b)
{
    if (a == b || a == Coding::Unknown || b == Coding::Unknown)
        return false;
    const auto one = decoded_as(entity, raw, a, head);
    const auto other = decoded_as(entity, raw, b, head);
    if (one == other)
        return false;
    return !is_text(entity) || !file_names(entity).empty() || is_file(one) ||
           is_file(other);
}

// Every coding that is told somewhere in a value.
std::vector<Coding> codings_in(std::string_view value)
{
    std::vector<Coding> all;
    const auto text = ascii::lower(value.substr(0, 1'024));
    for (std::size_t at = 0; at < text.size();) {
        const auto is_part = [](char c) { return ascii::is_alnum(c) || c == '-'; };
        const auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at),
                                        text.end(), is_part);
        const auto end = std::find_if_not(begin, text.end(), is_part);
        const auto coding = coding_of({begin, end});
        if (coding != Coding::Unknown && std::ranges::find(all, coding) == all.end())
            all.push_back(coding);
        at = static_cast<std::size_t>(end - text.begin());
    }
    return all;
}

struct Told {
    std::size_t fields = 0; // that are exact about their name
    std::vector<Coding> codings;
    std::string text;
    bool exact = true; // each tells one word and nothing else
};

Told told_by(const Entity& entity)
{
    Told told;
    for (const auto& field : entity.fields) {
        if (loose_content_name(field.name) != "contenttransferencoding")
            continue;
        told.fields += field.is("Content-Transfer-Encoding") ? 1U : 0U;
        const auto value = ascii::trim(field.value);
        told.exact = told.exact && ascii::equal(read_value(value).value, value) &&
                     field.is("Content-Transfer-Encoding");
        for (const auto coding : codings_in(value))
            if (std::ranges::find(told.codings, coding) == told.codings.end())
                told.codings.push_back(coding);
        told.text += (told.text.empty() ? "" : ", ") + std::string{value.substr(0, 60)};
        if (told.text.size() > head)
            break;
    }
    return told;
}

void look_at_words(const Entity& entity, std::string_view raw, const Told& told,
                   Ambiguities& found)
{
    const auto ours = coding_of(entity.encoding);
    const auto read = ours == Coding::Unknown ? Coding::Identity : ours;
    auto others = told.codings;
    if (!told.exact) // who knows the exact word only undoes nothing
        others.push_back(Coding::Identity);
    const bool grave = std::ranges::any_of(
        others, [&](Coding other) { return is_grave(entity, raw, read, other); });
    if (told.fields > 1)
        found.add(Oddity::DuplicateEncoding, entity.header, told.text, grave);
    else if (!told.exact || told.codings.size() > 1)
        found.add(Oddity::EncodingReadings, entity.header, told.text,
                  grave && told.codings.size() > 1);
    if (ours == Coding::Unknown && !entity.encoding.empty())
        found.add(Oddity::EncodingUnknown, entity.header, entity.encoding,
                  hides_file(raw, entity.content));
}

std::size_t boundary_lines(std::string_view text, const std::string& boundary)
{
    const auto line = "--" + boundary;
    std::size_t count = 0;
    for (auto at = text.find(line); at != npos; at = text.find(line, at + line.size()))
        count += at == 0 || text[at - 1] == '\n' ? 1U : 0U;
    return count;
}

// A multipart or a message that is encoded, though RFC 2045 6.4 forbids it: some undo
// that and some do not.
void look_at_composite(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    const auto coding = coding_of(entity.encoding);
    if (coding == Coding::Identity || coding == Coding::Unknown)
        return;
    const auto inside = decoded_as(entity, raw, coding, max_decoded);
    bool grave = false;
    if (entity.is_multipart() && !entity.boundary.empty())
        grave = boundary_lines(inside, entity.boundary) >
                    boundary_lines(entity.content.of(raw).substr(0, max_decoded),
                                   entity.boundary) ||
                (entity.parts.empty() && is_file(inside));
    else
        grave = is_file(inside);
    found.add(Oddity::MultipartEncoding, entity.header, entity.encoding, grave);
}

constexpr auto alphabet = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto c = static_cast<char>(i);
        table[i] = ascii::is_alnum(c) || c == '+' || c == '/' || ascii::is_space(c);
    }
    return table;
}();

bool is_plain(char c) // to every decoder
{
    return alphabet[static_cast<unsigned char>(c)];
}

bool is_letter(char c)
{
    return is_plain(c) && !ascii::is_space(c);
}

// Padding with more than padding behind it, or a character that some leave out, some
// take for an end, and some for one of the alphabet (RFC 4648 5).
void look_at_base64(const Entity& entity, std::string_view raw, Ambiguities& found)
{
    const auto content = entity.content.of(raw);
    const auto odd = static_cast<std::size_t>(
        std::find_if_not(content.begin(), content.end(), is_plain) - content.begin());
    const auto rest = content.substr(odd);
    const auto behind =
        rest.substr(std::min(rest.find_first_not_of("= \t\r\n"), rest.size()));
    if (!std::any_of(behind.begin(), behind.end(), is_letter))
        return;
    const auto place = entity.content.begin + odd;
    const Span line{place, std::min(line_at(raw, place).end, entity.content.end)};
    const auto at = static_cast<std::size_t>(behind.data() - raw.data());
    Entity second;
    second.encoding = "base64";
    second.content = {at, std::min(entity.content.end, at + 2 * head)};
    const bool is_hidden = is_file(decoded(second, raw, head));
    const bool is_named = !is_text(entity) || !file_names(entity).empty();
    found.add(Oddity::EncodingReadings, line,
              rest.front() == '=' ? "data behind padding" : "not of the alphabet",
              is_named || is_hidden);
}

} // namespace

void look_at_encoding(const Entity& entity, const Message& message, Ambiguities& found)
{
    look_at_words(entity, message.raw, told_by(entity), found);
    if (entity.is_multipart() || entity.is_message())
        look_at_composite(entity, message.raw, found);
    else if (coding_of(entity.encoding) == Coding::Base64)
        look_at_base64(entity, message.raw, found);
}

} // namespace mailreeve::mime
