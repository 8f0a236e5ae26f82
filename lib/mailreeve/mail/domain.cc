#include "mailreeve/mail/domain.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/c_ptr.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>

#include <idn2.h>

namespace mailreeve::mail {

namespace {

// U-labels take at most four bytes for each character of a name.
constexpr std::size_t max_text = 4 * (max_domain + 1);

bool is_name_character(char c)
{
    return ascii::is_alnum(c) || c == '-' || c == '_';
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= max_label &&
           std::ranges::all_of(label, is_name_character);
}

bool is_name(std::string_view name)
{
    if (name.size() > max_domain)
        return false;
    for (;;) {
        const auto dot = name.find('.');
        if (!is_label(name.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        name.remove_prefix(dot + 1);
    }
}

// UTS 46 maps some characters to forbidden ASCII: what comes back is checked again.
std::optional<std::string> to_a_labels(std::string_view text)
{
    const std::string copy{text};
    char* mapped = nullptr;
    const int result =
        idn2_to_ascii_8z(copy.c_str(), &mapped, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const CPtr<char, idn2_free> owner{mapped};
    if (result != IDN2_OK || mapped == nullptr)
        return std::nullopt;
    return std::string{mapped};
}

std::string_view without_last_dot(std::string_view text)
{
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

} // namespace

std::optional<Domain> Domain::parse(std::string_view text)
{
    if (text.size() > max_text)
        return std::nullopt;
    if (utf8::is_ascii(text)) {
        const auto name = without_last_dot(text);
        return is_name(name) ? std::optional{Domain{ascii::lower(name)}} : std::nullopt;
    }
    if (text.find('\0') != std::string_view::npos || !utf8::is_valid(text))
        return std::nullopt;
    const auto mapped = to_a_labels(text);
    return mapped && utf8::is_ascii(*mapped) ? parse(*mapped) : std::nullopt;
}

bool Domain::is_fqdn() const
{
    const auto dot = text_.rfind('.');
    return dot != std::string::npos &&
           !std::ranges::all_of(text_.substr(dot + 1), ascii::is_digit);
}

bool Domain::is_within(const Domain& other) const
{
    if (!text_.ends_with(other.text_))
        return false;
    const auto above = text_.size() - other.text_.size();
    return above == 0 || text_[above - 1] == '.';
}

std::optional<Domain> Domain::parent() const
{
    const auto dot = text_.find('.');
    return dot == std::string::npos ? std::nullopt
                                    : std::optional{Domain{text_.substr(dot + 1)}};
}

} // namespace mailreeve::mail
