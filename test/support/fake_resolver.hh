// A resolver that knows only what a test tells it. What it was not told of does not
// exist (NXDOMAIN).
#pragma once

#include "mailreeve/base/ascii.hh"
#include "mailreeve/dns/resolver.hh"
#include "test/support/ip.hh"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

class FakeResolver final : public dns::Resolver {
public:
    // A and AAAA records of `name`, told apart by their form.
    FakeResolver& with(const std::string& name,
                       const std::vector<std::string>& addresses)
    {
        for (const auto& address : addresses)
            hosts_[ascii::lower(name)].push_back(ip(address));
        return *this;
    }

    FakeResolver& with_names(const std::string& address, std::vector<std::string> names)
    {
        names_[ip(address)] = {dns::Outcome::Found, dns::Failure::None,
                               std::move(names), ttl};
        return *this;
    }

    FakeResolver& with_texts(const std::string& name, std::vector<std::string> texts)
    {
        texts_[ascii::lower(name)] = std::move(texts);
        return *this;
    }

    FakeResolver& with_exchangers(const std::string& domain,
                                  std::vector<std::string> hosts)
    {
        exchangers_[ascii::lower(domain)] = std::move(hosts);
        return *this;
    }

    // Every question about this name fails.
    FakeResolver& failing(const std::string& name)
    {
        failing_.push_back(ascii::lower(name));
        return *this;
    }

    FakeResolver& failing_names(const std::string& address)
    {
        names_[ip(address)] = {dns::Outcome::Failed, dns::Failure::Timeout, {}, {}};
        return *this;
    }

    // The question for the names of this address is never answered.
    FakeResolver& silent_names(const std::string& address)
    {
        silent_addresses_.push_back(ip(address));
        return *this;
    }

    // Questions about this name are never answered.
    FakeResolver& silent(const std::string& name)
    {
        silent_.push_back(ascii::lower(name));
        return *this;
    }

    // Every question so far: "A name", "AAAA name", "PTR address", "TXT name",
    // "MX name".
    std::vector<std::string> asked() const
    {
        const std::lock_guard lock{mutex_};
        return asked_;
    }

    Future<dns::AddressAnswer> addresses(const std::string& name,
                                         net::Family family) const override
    {
        note((family == net::Family::V4 ? "A " : "AAAA ") + name);
        const auto key = ascii::lower(name);
        if (is_among(silent_, key))
            return Promise<dns::AddressAnswer>{}.future();
        if (is_among(failing_, key))
            return failed<dns::AddressAnswer>();
        const auto host = hosts_.find(key);
        if (host == hosts_.end())
            return absent<dns::AddressAnswer>(texts_.contains(key));
        dns::AddressAnswer answer{dns::Outcome::Found, dns::Failure::None, {}, ttl};
        for (const auto& address : host->second)
            if (address.family() == family)
                answer.records.push_back(address);
        return answer.records.empty() ? absent<dns::AddressAnswer>(true)
                                      : Future<dns::AddressAnswer>::ready(answer);
    }

    Future<dns::NameAnswer> names(const net::IpAddress& address) const override
    {
        note("PTR " + address.text());
        if (std::ranges::find(silent_addresses_, address) != silent_addresses_.end())
            return Promise<dns::NameAnswer>{}.future();
        const auto found = names_.find(address);
        return found == names_.end() ? absent<dns::NameAnswer>(false)
                                     : Future<dns::NameAnswer>::ready(found->second);
    }

    Future<dns::TextAnswer> texts(const std::string& name) const override
    {
        note("TXT " + name);
        const auto key = ascii::lower(name);
        if (is_among(failing_, key))
            return failed<dns::TextAnswer>();
        const auto found = texts_.find(key);
        if (found == texts_.end())
            return absent<dns::TextAnswer>(hosts_.contains(key));
        return Future<dns::TextAnswer>::ready(
            {dns::Outcome::Found, dns::Failure::None, found->second, ttl});
    }

    Future<dns::NameAnswer> exchangers(const std::string& domain) const override
    {
        note("MX " + domain);
        const auto key = ascii::lower(domain);
        if (is_among(silent_, key))
            return Promise<dns::NameAnswer>{}.future();
        if (is_among(failing_, key))
            return failed<dns::NameAnswer>();
        const auto found = exchangers_.find(key);
        if (found == exchangers_.end())
            return absent<dns::NameAnswer>(hosts_.contains(key));
        return Future<dns::NameAnswer>::ready(
            {dns::Outcome::Found, dns::Failure::None, found->second, ttl});
    }

private:
    static constexpr std::chrono::seconds ttl{300};

    template <class Answer>
    static Future<Answer> absent(bool name_exists)
    {
        return Future<Answer>::ready(
            {name_exists ? dns::Outcome::NoData : dns::Outcome::NoSuchName,
             dns::Failure::None,
             {},
             ttl});
    }

    template <class Answer>
    static Future<Answer> failed()
    {
        return Future<Answer>::ready(
            {dns::Outcome::Failed, dns::Failure::Timeout, {}, {}});
    }

    static bool is_among(const std::vector<std::string>& names, const std::string& name)
    {
        return std::ranges::find(names, name) != names.end();
    }

    void note(std::string question) const
    {
        const std::lock_guard lock{mutex_};
        asked_.push_back(std::move(question));
    }

    std::map<std::string, std::vector<net::IpAddress>> hosts_;
    std::map<net::IpAddress, dns::NameAnswer> names_;
    std::map<std::string, std::vector<std::string>> texts_;
    std::map<std::string, std::vector<std::string>> exchangers_;
    std::vector<std::string> failing_;
    std::vector<std::string> silent_;
    std::vector<net::IpAddress> silent_addresses_;
    mutable std::mutex mutex_;
    mutable std::vector<std::string> asked_;
};

} // namespace mailreeve::test
