// Everything that inspections ask, faked, and the subjects of a small site.
#pragma once

#include "mailreeve/inspect/services.hh"
#include "mailreeve/inspect/subjects.hh"
#include "mailreeve/rbl/health.hh"
#include "test/support/fake_clock.hh"
#include "test/support/fake_first_seen.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/ip.hh"

#include <memory>
#include <string>
#include <vector>

namespace mailreeve::test {

struct Gateway {
    FakeClock clock;
    FakeResolver resolver;
    FakeFirstSeen first_seen;
    std::vector<rbl::Trouble> troubles;
    rbl::Health health{
        clock, [this](const rbl::Trouble& trouble) { troubles.push_back(trouble); }};

    inspect::Services services() { return {&resolver, &health, &first_seen, &clock}; }
};

inline rbl::List deny_list(std::string zone, std::vector<rbl::Subject> ask)
{
    rbl::List list;
    list.name = zone;
    list.title = zone;
    list.zone = std::move(zone);
    list.ask = std::move(ask);
    list.symbol = "RBL_TEST";
    list.codes = {{rbl::CodeMatch::parse("127.0.0.2").value(),
                   score::Points::hundredths(400), "RBL_TEST_HIT", "listed"}};
    return list;
}

// example.net, its network 198.51.100.0/24, a relay 203.0.113.25.
inline inspect::Subjects site()
{
    inspect::Subjects subjects;
    subjects.local.domains = {mail::Domain::parse("example.net").value()};
    subjects.local.networks.insert(network("198.51.100.0/24"));
    subjects.local.relays.insert(network("203.0.113.25"));
    subjects.own = {mail::Domain::parse("example.net").value(),
                    mail::Domain::parse("mx1.example.net").value()};
    return subjects;
}

inline std::shared_ptr<const inspect::Subjects> shared(inspect::Subjects subjects)
{
    return std::make_shared<const inspect::Subjects>(std::move(subjects));
}

inline inspect::Client client(std::string_view address)
{
    inspect::Client client;
    client.address = ip(address);
    client.name = "unknown";
    return client;
}

} // namespace mailreeve::test
