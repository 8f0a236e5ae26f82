// A resolver that answers A questions when the test says so.
#pragma once

#include "mailreeve/dns/resolver.hh"
#include "test/support/ip.hh"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace mailreeve::test {

class SlowResolver final : public dns::Resolver {
public:
    Future<dns::AddressAnswer> addresses(const std::string& name,
                                         net::Family) const override
    {
        const std::lock_guard lock{mutex_};
        asked_.push_back("A " + name);
        return open_[name].future();
    }
    Future<dns::NameAnswer> names(const net::IpAddress&) const override
    {
        return Promise<dns::NameAnswer>{}.future();
    }
    Future<dns::TextAnswer> texts(const std::string& name) const override
    {
        const std::lock_guard lock{mutex_};
        asked_.push_back("TXT " + name);
        return open_texts_[name].future();
    }
    Future<dns::NameAnswer> exchangers(const std::string&) const override
    {
        return Promise<dns::NameAnswer>{}.future();
    }

    void answer(const std::string& name,
                const std::vector<std::string>& addresses) const
    {
        dns::AddressAnswer answer{addresses.empty() ? dns::Outcome::NoSuchName
                                                    : dns::Outcome::Found,
                                  dns::Failure::None,
                                  {},
                                  {}};
        for (const auto& address : addresses)
            answer.records.push_back(ip(address));
        take(name).set(answer);
    }
    void fail(const std::string& name, dns::Failure failure) const
    {
        take(name).set({dns::Outcome::Failed, failure, {}, {}});
    }
    void say(const std::string& name, const std::string& text) const
    {
        Promise<dns::TextAnswer> promise;
        {
            const std::lock_guard lock{mutex_};
            promise = open_texts_[name];
        }
        promise.set({dns::Outcome::Found, dns::Failure::None, {text}, {}});
    }

    std::vector<std::string> asked() const
    {
        const std::lock_guard lock{mutex_};
        return asked_;
    }

private:
    // The next question of that name is a new one.
    Promise<dns::AddressAnswer> take(const std::string& name) const
    {
        const std::lock_guard lock{mutex_};
        auto promise = open_[name];
        open_.erase(name);
        return promise;
    }

    mutable std::mutex mutex_;
    mutable std::map<std::string, Promise<dns::AddressAnswer>> open_;
    mutable std::map<std::string, Promise<dns::TextAnswer>> open_texts_;
    mutable std::vector<std::string> asked_;
};

} // namespace mailreeve::test
