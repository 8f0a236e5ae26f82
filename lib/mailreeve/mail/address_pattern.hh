// What an administrator writes in a list of senders or recipients.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/domain_set.hh"

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::mail {

class MAILREEVE_API AddressPattern {
public:
    // user@example.net    that mailbox (same_mailbox(): the case does not matter)
    // example.net         every address in that domain; @example.net is the same
    // .example.net        every address in a domain below it; @.example.net likewise
    // user@               that user in any domain
    // Nothing for anything else; the null sender matches no pattern.
    static std::optional<AddressPattern> parse(std::string_view text);

    bool matches(const Address& address) const;

    // The local part in lower case; empty for any.
    const std::string& local() const { return local_; }
    const std::optional<DomainPattern>& domain() const { return domain_; }

    // As above, normalised; parses to an equal pattern.
    std::string text() const;

    bool operator==(const AddressPattern&) const = default;
    // NOLINTNEXTLINE(modernize-use-nullptr,readability-implicit-bool-conversion): <=>
    auto operator<=>(const AddressPattern&) const = default;

private:
    AddressPattern(std::string local, std::optional<DomainPattern> domain)
        : local_{std::move(local)}, domain_{std::move(domain)}
    {
    }

    std::string local_;
    std::optional<DomainPattern> domain_;
};

// Many patterns. Asking costs a few searches, however many there are.
class MAILREEVE_API AddressSet {
public:
    AddressSet() = default;
    AddressSet(std::initializer_list<AddressPattern> patterns);

    void insert(const AddressPattern& pattern);

    bool contains(const Address& address) const { return find(address) != nullptr; }

    // The narrowest pattern that matches: a mailbox before its domain, a domain before
    // a user in any; nullptr when none does. It lives as long as the set stays
    // unchanged.
    const AddressPattern* find(const Address& address) const;

    bool empty() const { return patterns_.empty(); }
    std::size_t size() const { return patterns_.size(); }

    bool operator==(const AddressSet&) const = default;

private:
    std::map<std::string, AddressPattern, std::less<>> patterns_; // by text()
};

} // namespace mailreeve::mail
