#include "mailreeve/mime/html.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr char32_t last_code_point = 0x10ffff;

constexpr std::array line_tags{
    std::string_view{"br"}, std::string_view{"p"},     std::string_view{"div"},
    std::string_view{"tr"}, std::string_view{"li"},    std::string_view{"dt"},
    std::string_view{"dd"}, std::string_view{"pre"},   std::string_view{"hr"},
    std::string_view{"h1"}, std::string_view{"h2"},    std::string_view{"h3"},
    std::string_view{"h4"}, std::string_view{"h5"},    std::string_view{"h6"},
    std::string_view{"ul"}, std::string_view{"ol"},    std::string_view{"table"},
    std::string_view{"td"}, std::string_view{"title"}, std::string_view{"blockquote"},
};

struct Named {
    std::string_view name;
    char32_t value;
};

constexpr std::array references{
    Named{"amp", U'&'},    Named{"lt", U'<'},    Named{"gt", U'>'},
    Named{"quot", U'"'},   Named{"apos", U'\''}, Named{"nbsp", U' '},
    Named{"commat", U'@'}, Named{"colon", U':'}, Named{"period", U'.'},
};

std::optional<char32_t> number_reference(std::string_view digits)
{
    const bool hex = digits.starts_with('x') || digits.starts_with('X');
    digits.remove_prefix(hex ? 1 : 0);
    char32_t value = 0;
    for (const char c : digits) {
        const int digit = ascii::hex_value(c);
        if (digit < 0 || (!hex && digit > 9))
            return std::nullopt;
        value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
        if (value > last_code_point)
            return std::nullopt;
    }
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (digits.empty() || value == 0 || surrogate)
        return std::nullopt;
    return value == 0xa0 ? U' ' : value;
}

std::optional<char32_t> reference(std::string_view name)
{
    if (name.starts_with('#'))
        return number_reference(name.substr(1));
    const auto* const found = std::ranges::find(references, name, &Named::name);
    if (found == references.end())
        return std::nullopt;
    return found->value;
}

std::string_view name_of(std::string_view tag)
{
    tag.remove_prefix(tag.starts_with('/') ? 1 : 0);
    const auto end = std::ranges::find_if_not(tag, ascii::is_alnum);
    return tag.substr(0, static_cast<std::size_t>(end - tag.begin()));
}

bool is_tag(std::string_view tag)
{
    const bool is_named =
        !tag.empty() && (ascii::is_alpha(tag.front()) ||
                         std::string_view{"/!?"}.find(tag.front()) != npos);
    const auto word = tag.substr(0, tag.find_first_of(" \t\r\n=\""));
    return is_named && word.find('@') == npos; // or else it is an address
}

class Stripper {
public:
    Stripper(std::string_view html, std::size_t max_bytes)
        : rest_{html}, max_{max_bytes}
    {
    }

    std::string strip()
    {
        while (!rest_.empty() && text_.size() < max_) {
            const auto next = rest_.find_first_of("<&");
            put(rest_.substr(0, next));
            rest_.remove_prefix(std::min(next, rest_.size()));
            if (rest_.starts_with('<'))
                take_tag();
            else if (rest_.starts_with('&'))
                take_reference();
        }
        return std::move(text_);
    }

private:
    // Whole characters only.
    void put(std::string_view text)
    {
        auto size = std::min(text.size(), max_ - text_.size());
        while (size > 0 && size < text.size() &&
               (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80)
            --size;
        text_ += text.substr(0, size);
        if (size < text.size())
            rest_ = {}; // full
    }

    void take_front() // as text
    {
        const auto front = rest_.substr(0, 1);
        rest_.remove_prefix(1);
        put(front);
    }

    void take_tag()
    {
        if (rest_.starts_with("<!--") && skip_comment())
            return;
        const auto end = no_more_tags_ ? npos : rest_.find('>');
        no_more_tags_ = end == npos;
        const auto tag = no_more_tags_ ? std::string_view{} : rest_.substr(1, end - 1);
        if (!is_tag(tag)) {
            take_front();
            return;
        }
        rest_.remove_prefix(end + 1);
        const auto name = ascii::lower(name_of(tag));
        if (std::ranges::find(line_tags, name) != line_tags.end() &&
            !text_.ends_with('\n'))
            put("\n");
        const bool is_code = name == "script" || name == "style";
        if (is_code && tag.front() != '/')
            rest_.remove_prefix(std::min(rest_.find("</"), rest_.size()));
    }

    bool skip_comment()
    {
        constexpr std::string_view close = "-->";
        const auto end = no_more_comments_ ? npos : rest_.find(close);
        no_more_comments_ = end == npos;
        if (!no_more_comments_)
            rest_.remove_prefix(end + close.size());
        return !no_more_comments_;
    }

    void take_reference()
    {
        constexpr std::size_t longest = 12;
        const auto end = rest_.substr(0, longest).find(';');
        const auto value =
            end == npos ? std::nullopt : reference(rest_.substr(1, end - 1));
        if (!value) {
            take_front();
            return;
        }
        rest_.remove_prefix(end + 1);
        std::string character;
        utf8::append(character, *value);
        put(character);
    }

    std::string_view rest_;
    std::size_t max_;
    std::string text_;
    bool no_more_tags_ = false; // what was not found once is not looked for again
    bool no_more_comments_ = false;
};

} // namespace

std::string text_of_html(std::string_view html, std::size_t max_bytes)
{
    return Stripper{html, max_bytes}.strip();
}

} // namespace mailreeve::mime
