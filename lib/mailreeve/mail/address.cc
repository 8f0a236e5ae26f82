#include "mailreeve/mail/address.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>

namespace mailreeve::mail {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t max_literal = 64; // [IPv6: and 39 characters, tagged forms

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_atom_character(char c) // RFC 5322 atext, the dot, and UTF-8 (RFC 6531)
{
    return ascii::is_alnum(c) || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
           std::string_view{".!#$%&'*+-/=?^_`{|}~"}.find(c) != npos;
}

// What stands outside of quotes: no spaces, no brackets. The rest is let pass, an @
// too: the last one divides, as in Postfix.
bool may_be_bare(char c)
{
    return c != ' ' && c != '<' && c != '>';
}

struct Divided {
    std::string local; // quotes taken off
    std::string_view domain;
    bool has_domain = false;
};

// Where the last @ outside of quotes is; npos when there is none. Nothing when quotes
// do not close or a character may not be there.
std::optional<std::size_t> find_at(std::string_view path)
{
    auto at = npos;
    bool quoted = false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const char c = path[i];
        if (is_control(c) || (!quoted && !may_be_bare(c)))
            return std::nullopt;
        if (c == '\\') {
            if (++i == path.size() || is_control(path[i]))
                return std::nullopt;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == '@' && !quoted) {
            at = i;
        }
    }
    return quoted ? std::nullopt : std::optional{at};
}

std::string unquote(std::string_view local)
{
    std::string bare;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '"')
            continue;
        if (local[i] == '\\')
            ++i;
        bare += local[i];
    }
    return bare;
}

std::optional<Divided> divide(std::string_view path)
{
    const auto at = find_at(path);
    if (!at)
        return std::nullopt;
    const auto local = path.substr(0, *at);
    if (local.empty()) // a quoted empty local part has its quotes here
        return std::nullopt;
    Divided divided{unquote(local), {}, *at != npos};
    if (divided.has_domain)
        divided.domain = path.substr(*at + 1);
    if (divided.local.size() > max_local_part)
        return std::nullopt;
    return divided;
}

bool is_literal(std::string_view text) // RFC 5321 4.1.3, not looked into
{
    return text.size() > 2 && text.size() <= max_literal && text.front() == '[' &&
           text.back() == ']' &&
           std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
               return ascii::is_alnum(c) || c == ':' || c == '.' || c == '-';
           });
}

// a@x out of <a@x>; nothing when only one bracket is there.
std::optional<std::string_view> without_brackets(std::string_view text)
{
    const bool open = text.starts_with('<');
    if (!open) // a stray > at the end is met by find_at
        return text;
    if (!text.ends_with('>'))
        return std::nullopt;
    return ascii::trim(text.substr(1, text.size() - 2));
}

// c@d out of @a,@b:c@d (RFC 5321 appendix C: ignored).
std::string_view without_route(std::string_view path)
{
    if (!path.starts_with('@'))
        return path;
    const auto colon = path.find(':');
    return colon == npos ? path : path.substr(colon + 1);
}

bool needs_quotes(std::string_view local)
{
    return local.empty() || !std::ranges::all_of(local, is_atom_character);
}

std::string quote(std::string_view local)
{
    std::string quoted = "\"";
    for (const char c : local) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace

std::optional<Address> Address::parse(std::string_view text)
{
    if (text.size() > max_path || !utf8::is_valid(text))
        return std::nullopt;
    const auto inside = without_brackets(ascii::trim(text));
    if (!inside)
        return std::nullopt;
    Address address;
    address.raw_ = text;
    if (inside->empty())
        return address;

    auto divided = divide(without_route(*inside));
    if (!divided || (divided->local.empty() && !divided->has_domain))
        return std::nullopt;
    address.local_ = std::move(divided->local);
    if (!divided->has_domain)
        return address;
    if (is_literal(divided->domain)) {
        address.literal_ = divided->domain;
        return address;
    }
    address.domain_ = Domain::parse(divided->domain);
    return address.domain_ ? std::optional{std::move(address)} : std::nullopt;
}

Address Address::tolerant(std::string_view text)
{
    if (auto parsed = parse(text))
        return *std::move(parsed);
    Address address;
    address.raw_ = text;
    address.local_ = without_brackets(ascii::trim(text)).value_or(text);
    address.well_formed_ = false;
    return address;
}

std::string Address::text() const
{
    if (is_null() || !well_formed_)
        return local_;
    auto text = written_local(local_);
    if (domain_)
        text.append("@").append(domain_->text());
    else if (!literal_.empty())
        text.append("@").append(literal_);
    return text;
}

bool Address::operator==(const Address& other) const
{
    return local_ == other.local_ && domain_ == other.domain_ &&
           ascii::equal(literal_, other.literal_) && well_formed_ == other.well_formed_;
}

std::string written_local(std::string_view local)
{
    return needs_quotes(local) ? quote(local) : std::string{local};
}

bool same_mailbox(const Address& a, const Address& b)
{
    return ascii::equal(a.local(), b.local()) && a.domain() == b.domain() &&
           ascii::equal(a.literal(), b.literal()) &&
           a.is_well_formed() == b.is_well_formed();
}

bool is_postmaster_or_abuse(const Address& address)
{
    return address.is_well_formed() && (ascii::equal(address.local(), "postmaster") ||
                                        ascii::equal(address.local(), "abuse"));
}

} // namespace mailreeve::mail
