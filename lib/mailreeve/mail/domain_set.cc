#include "mailreeve/mail/domain_set.hh"

#include <utility>

namespace mailreeve::mail {

std::optional<DomainPattern> DomainPattern::parse(std::string_view text)
{
    const bool below = text.starts_with('.');
    auto domain = Domain::parse(text.substr(below ? 1 : 0));
    if (!domain)
        return std::nullopt;
    return DomainPattern{*std::move(domain), below};
}

DomainPattern DomainPattern::exactly(Domain domain)
{
    return DomainPattern{std::move(domain), false};
}

DomainPattern DomainPattern::below(Domain domain)
{
    return DomainPattern{std::move(domain), true};
}

bool DomainPattern::matches(const Domain& domain) const
{
    return below_ ? domain != domain_ && domain.is_within(domain_) : domain == domain_;
}

DomainSet::DomainSet(std::initializer_list<DomainPattern> patterns)
    : patterns_{patterns}
{
}

const DomainPattern* DomainSet::find(const Domain& domain) const
{
    auto found = patterns_.find(DomainPattern::exactly(domain));
    for (auto above = domain.parent(); found == patterns_.end() && above;
         above = above->parent())
        found = patterns_.find(DomainPattern::below(*above));
    return found == patterns_.end() ? nullptr : &*found;
}

} // namespace mailreeve::mail
