// Asking DNS lists (RFC 5782), all at once, without waiting.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/resolver.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rbl/health.hh"
#include "mailreeve/rbl/inquiry.hh"
#include "mailreeve/rbl/list.hh"
#include "mailreeve/rbl/reading.hh"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::rbl {

using Lists = std::vector<std::shared_ptr<const List>>;

// Thread-safe; cheap to make. Keeps the resolver until the last answer has come: hits
// ask for their evidence then, on its thread, and the connection may be gone. The clock
// must outlive every inquiry, `health` this object.
class MAILREEVE_API Blocklists {
public:
    Blocklists(std::shared_ptr<const dns::Resolver> resolver, Health& health,
               const Clock& clock)
        : resolver_{std::move(resolver)}, health_{health}, clock_{clock}
    {
    }

    // Asks those of `lists` that list clients of this family. None for addresses of
    // which no public list can speak (net::is_special).
    std::vector<Inquiry> ask(const net::IpAddress& client, const Lists& lists) const;

    // Asks those that want this subject's domain. None for a name that is no FQDN:
    // domain lists answer addresses with an error.
    std::vector<Inquiry> ask(Subject subject, const mail::Domain& domain,
                             const Lists& lists) const;

private:
    struct Question {
        std::shared_ptr<const List> list;
        Subject subject;
        std::string asked;
        std::string name;
    };
    using StatePtr = std::shared_ptr<Inquiry::State>;

    Inquiry begin(Question question) const;
    void remember(const StatePtr& state, const dns::AddressAnswer& said,
                  const std::string& name) const;
    void follow(const StatePtr& state, const Future<dns::AddressAnswer>& answer,
                std::string name) const;
    static Listing read(const Inquiry::State& state, const dns::AddressAnswer& said);
    static void fetch_evidence(const StatePtr& state, const dns::Resolver& resolver,
                               const std::string& name);
    static void count(const Inquiry::State& state, const dns::AddressAnswer& said);

    std::shared_ptr<const dns::Resolver> resolver_;
    Health& health_;
    const Clock& clock_;
};

} // namespace mailreeve::rbl
