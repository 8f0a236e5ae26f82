// The lookups on one connection: started at once, waited for when they are needed.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/future.hh"
#include "mailreeve/dns/resolver.hh"
#include "mailreeve/inspect/facts.hh"
#include "mailreeve/inspect/services.hh"
#include "mailreeve/inspect/subjects.hh"
#include "mailreeve/rbl/inquiry.hh"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::inspect {

// Asks nothing about clients whose mail is outbound or relayed. One thread at a time;
// may be destroyed while answers are out.
class MAILREEVE_API ClientInspection {
public:
    // Starts reverse DNS and the lists; waits for none.
    ClientInspection(const Services& services, std::shared_ptr<const Subjects> subjects,
                     Client client);

    // The name given in HELO or EHLO; the last one counts. Starts its lookups.
    void helo(std::string_view name);

    // What is known by `deadline`. Only the first call waits: what had not come by then
    // is taken up by later calls if it has come meanwhile.
    const ClientFacts& facts(Deadline deadline);

    const Client& client() const { return client_; }
    const Services& services() const { return services_; }
    const Subjects& subjects() const { return *subjects_; }

    // Asks the domain lists that want this subject of one message, which has a bound of
    // its own.
    std::vector<rbl::Inquiry> ask_lists(rbl::Subject subject,
                                        const mail::Domain& domain) const;

private:
    using Inquiries = std::vector<rbl::Inquiry>;

    void ask_reverse();
    void ask_lists_for_name();
    Inquiries ask_lists(std::shared_ptr<const dns::Resolver> resolver,
                        rbl::Subject subject, const mail::Domain& domain) const;
    void settle(Deadline deadline);
    void settle_names(Deadline deadline);
    void settle_lists(Deadline deadline);

    Services services_;
    std::shared_ptr<const Subjects> subjects_;
    Client client_;
    std::shared_ptr<const dns::Resolver> resolver_; // counts what is asked
    bool judged_;
    bool waited_ = false;
    std::optional<Future<rdns::ReverseName>> reverse_;
    std::optional<Future<rdns::HeloFacts>> helo_;
    rdns::HeloFacts helo_shape_; // what shows of it without the DNS
    Inquiries client_lists_;
    Inquiries helo_lists_;
    std::optional<Future<Inquiries>> name_lists_;
    std::optional<ClientFacts> settled_;
};

} // namespace mailreeve::inspect
