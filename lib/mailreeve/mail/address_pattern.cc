#include "mailreeve/mail/address_pattern.hh"

#include "mailreeve/base/ascii.hh"

namespace mailreeve::mail {

std::optional<AddressPattern> AddressPattern::parse(std::string_view text)
{
    if (text.find('@') == std::string_view::npos || text.starts_with('@')) {
        auto domain = DomainPattern::parse(text.substr(text.starts_with('@') ? 1 : 0));
        if (!domain)
            return std::nullopt;
        return AddressPattern{"", std::move(domain)};
    }
    if (text.starts_with('<'))
        return std::nullopt;
    const bool any_domain = text.ends_with('@');
    const auto address =
        Address::parse(any_domain ? text.substr(0, text.size() - 1) : text);
    if (!address || address->local().empty() || !address->literal().empty() ||
        address->domain().has_value() == any_domain)
        return std::nullopt;
    auto domain = any_domain
                      ? std::nullopt
                      : std::optional{DomainPattern::exactly(*address->domain())};
    return AddressPattern{ascii::lower(address->local()), std::move(domain)};
}

bool AddressPattern::matches(const Address& address) const
{
    if (address.is_null() || !address.is_well_formed())
        return false;
    if (!local_.empty() && !ascii::equal(local_, address.local()))
        return false;
    return !domain_ || (address.domain() && domain_->matches(*address.domain()));
}

std::string AddressPattern::text() const
{
    if (local_.empty())
        return domain_ ? domain_->text() : "";
    return written_local(local_) + '@' + (domain_ ? domain_->text() : "");
}

AddressSet::AddressSet(std::initializer_list<AddressPattern> patterns)
{
    for (const auto& pattern : patterns)
        insert(pattern);
}

void AddressSet::insert(const AddressPattern& pattern)
{
    patterns_.emplace(pattern.text(), pattern);
}

const AddressPattern* AddressSet::find(const Address& address) const
{
    const auto at = [&](const std::string& text) -> const AddressPattern* {
        const auto found = patterns_.find(text);
        return found != patterns_.end() && found->second.matches(address)
                   ? &found->second
                   : nullptr;
    };
    const auto local = written_local(ascii::lower(address.local()));
    const AddressPattern* found = nullptr;
    if (const auto& domain = address.domain()) {
        found = at(local + '@' + domain->text());
        if (found == nullptr)
            found = at(domain->text());
        for (auto above = domain->parent(); found == nullptr && above;
             above = above->parent())
            found = at('.' + above->text());
    }
    return found != nullptr ? found : at(local + '@');
}

} // namespace mailreeve::mail
