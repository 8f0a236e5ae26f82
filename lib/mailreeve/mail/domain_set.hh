// Many domains, asked whether one of them covers a name.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/domain.hh"

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace mailreeve::mail {

// "example.net" is that name alone, ".example.net" every name below it (not the name
// itself, as in Postfix's tables).
class MAILREEVE_API DomainPattern {
public:
    static std::optional<DomainPattern> parse(std::string_view text);

    static DomainPattern exactly(Domain domain);
    static DomainPattern below(Domain domain);

    bool matches(const Domain& domain) const;

    const Domain& domain() const { return domain_; }
    bool is_below() const { return below_; }
    std::string text() const { return (below_ ? "." : "") + domain_.text(); }

    bool operator==(const DomainPattern&) const = default;
    // NOLINTNEXTLINE(modernize-use-nullptr,readability-implicit-bool-conversion): <=>
    auto operator<=>(const DomainPattern&) const = default;

private:
    DomainPattern(Domain domain, bool below) : domain_{std::move(domain)}, below_{below}
    {
    }

    Domain domain_;
    bool below_;
};

// Asking costs one search for each label of the name, however many domains there are.
class MAILREEVE_API DomainSet {
public:
    DomainSet() = default;
    DomainSet(std::initializer_list<DomainPattern> patterns);

    void insert(const DomainPattern& pattern) { patterns_.insert(pattern); }

    bool contains(const Domain& domain) const { return find(domain) != nullptr; }

    // The pattern that covers most labels of the name; nullptr when none does. It
    // lives as long as the set stays unchanged.
    const DomainPattern* find(const Domain& domain) const;

    bool empty() const { return patterns_.empty(); }
    std::size_t size() const { return patterns_.size(); }
    const std::set<DomainPattern>& patterns() const { return patterns_; }

    bool operator==(const DomainSet&) const = default;

private:
    std::set<DomainPattern> patterns_;
};

} // namespace mailreeve::mail
