// Chains of CNAMEs, answers that need TCP, and the limits of what we ask and keep.
#include "mailreeve/dns/udp_resolver.hh"

#include "test/dns/asking.hh"
#include "test/support/fake_dns_server.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace mailreeve::dns {

using namespace test;
using std::chrono::milliseconds;

namespace {

AddressAnswer ask(const Resolver& resolver, const std::string& name)
{
    return answer(resolver.addresses(name, net::Family::V4));
}

// a0.example -> a1.example -> ... -> a<links>.example, which has an address
void add_chain(FakeDnsServer& server, int links)
{
    const auto name = [](int i) { return "a" + std::to_string(i) + ".example"; };
    for (int i = 0; i < links; ++i)
        server.add(name_record(name(i), Type::Cname, name(i + 1)));
    server.add(address_record(name(links), "192.0.2.7"));
}

std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator descriptors{"/proc/self/fd"};
    return static_cast<std::size_t>(std::distance(begin(descriptors), {}));
}

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("eight CNAMEs are followed, in one reply or in nine")
    {
        for (const bool in_one : {true, false}) {
            CAPTURE(in_one);
            FakeDnsServer server;
            if (!in_one)
                server.without_following();
            add_chain(server, 8);
            const UdpResolver resolver{once(server)};
            CHECK(ask(resolver, "a0.example").records == std::vector{ip("192.0.2.7")});
            CHECK(server.count() == (in_one ? 1 : 9));
        }
    }

    TEST_CASE("nine CNAMEs and loops are a failure")
    {
        for (const bool in_one : {true, false}) {
            CAPTURE(in_one);
            FakeDnsServer server;
            if (!in_one)
                server.without_following();
            add_chain(server, 9);
            server.add(name_record("loop.example", Type::Cname, "pool.example"))
                .add(name_record("pool.example", Type::Cname, "loop.example"))
                .add(name_record("self.example", Type::Cname, "self.example"));
            const UdpResolver resolver{server.settings()};
            for (const auto* name : {"a0.example", "loop.example", "self.example"}) {
                CAPTURE(name);
                const auto failed = ask(resolver, name);
                CHECK(failed.outcome == Outcome::Failed);
                CHECK(failed.failure == Failure::ChainTooLong);
            }
        }
    }

    TEST_CASE("a CNAME into a name that does not exist is no such name")
    {
        for (const bool in_one : {true, false}) {
            FakeDnsServer server;
            if (!in_one)
                server.without_following();
            server.add(name_record("a.example", Type::Cname, "gone.elsewhere"));
            const UdpResolver resolver{server.settings()};
            CHECK(ask(resolver, "a.example").outcome == Outcome::NoSuchName);
        }
    }

    TEST_CASE("a truncated answer is fetched over TCP")
    {
        FakeDnsServer server;
        const std::string long_text(250, 'x');
        for (int i = 0; i < 20; ++i)
            server.add(text_record("long.example", {long_text}));
        server.behave(Act::Truncate);
        const UdpResolver resolver{once(server)};
        const auto texts = answer(resolver.texts("long.example"));
        CHECK(texts.records == std::vector<std::string>(20, long_text));
        const auto seen = server.seen();
        REQUIRE(seen.size() == 2);
        CHECK_FALSE(seen[0].tcp);
        CHECK(seen[1].tcp);
        CHECK(resolver.statistics().tcp == 1);
    }

    TEST_CASE("TCP that does not bring the answer is a failure within the budget")
    {
        for (const auto over_tcp :
             {OverTcp::Refuses, OverTcp::Stalls, OverTcp::LiesOfSize}) {
            CAPTURE(static_cast<int>(over_tcp));
            FakeDnsServer server{over_tcp};
            server.add(text_record("long.example", {"x"})).with_soa(60, 60);
            server.behave(Act::Truncate);
            auto settings = server.settings();
            settings.budget = milliseconds{300};
            const UdpResolver resolver{settings};
            const auto start = std::chrono::steady_clock::now();
            CHECK(answer(resolver.texts("long.example")).failure == Failure::Timeout);
            CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{3});
        }
    }

    TEST_CASE("another server is asked where TCP fails")
    {
        FakeDnsServer bad{OverTcp::Refuses};
        FakeDnsServer good;
        bad.behave(Act::Truncate);
        good.behave(Act::Truncate);
        good.add(text_record("long.example", {"x"}));
        auto settings = bad.settings();
        settings.servers.push_back(good.address());
        const UdpResolver resolver{settings};
        CHECK(answer(resolver.texts("long.example")).outcome == Outcome::Found);
    }

    TEST_CASE("of five hundred names of one address 64 are kept")
    {
        FakeDnsServer server;
        server.behave(Act::Truncate);
        for (int i = 0; i < 500; ++i)
            server.add(name_record("7.2.0.192.in-addr.arpa", Type::Ptr,
                                   "host" + std::to_string(i) + ".example"));
        const UdpResolver resolver{server.settings()};
        const auto names = answer(resolver.names(ip("192.0.2.7")));
        CHECK(names.outcome == Outcome::Found);
        CHECK(names.records.size() == 64);
    }

    TEST_CASE("TTLs of zero and beyond all measure are held")
    {
        FakeDnsServer server;
        server.add(address_record("zero.example", "192.0.2.7", 0))
            .add(address_record("ever.example", "192.0.2.7", 0x7fff'ffff))
            .add(address_record("negative.example", "192.0.2.7", 0x8000'0000));
        const UdpResolver resolver{server.settings()};
        CHECK(ask(resolver, "zero.example").ttl == std::chrono::seconds{1});
        CHECK(ask(resolver, "ever.example").ttl == std::chrono::hours{24});
        CHECK(ask(resolver, "negative.example").ttl == std::chrono::seconds{1});
    }

    TEST_CASE("questions beyond the limits fail at once, those within wait their turn")
    {
        FakeDnsServer server;
        server.delay(milliseconds{20});
        auto settings = server.settings();
        settings.in_flight = 4;
        settings.waiting = 6;
        const UdpResolver resolver{settings};
        std::vector<Future<TextAnswer>> futures;
        for (int i = 0; i < 30; ++i)
            futures.push_back(resolver.texts("n" + std::to_string(i) + ".example"));
        std::size_t over = 0;
        for (const auto& future : futures) {
            const auto said = answer(future);
            over += said.failure == Failure::OverLimit ? 1 : 0;
            CHECK((said.failure == Failure::OverLimit ||
                   said.outcome == Outcome::NoSuchName));
        }
        CHECK(over >= 10);
        CHECK(over <= 20);
        CHECK(resolver.statistics().failed(Failure::OverLimit) == over);
        CHECK(resolver.statistics().waiting == 0);
    }

    TEST_CASE("no more sockets are open than the limit allows, whatever is silent")
    {
        FakeDnsServer server;
        server.behave(Act::Silent);
        server.script(".", {{Act::Answer}});
        auto settings = server.settings();
        settings.in_flight = 10;
        settings.tries = 5;
        settings.budget = milliseconds{400};
        const UdpResolver resolver{settings};
        const auto before = open_descriptors();
        std::vector<Future<TextAnswer>> futures;
        for (int i = 0; i < 10; ++i)
            futures.push_back(resolver.texts("n" + std::to_string(i) + ".example"));
        std::size_t most = 0;
        while (!futures.back().is_ready())
            most = std::max(most, open_descriptors());
        for (const auto& future : futures)
            CHECK(answer(future).failure == Failure::Timeout);
        CHECK(resolver.statistics().queries > 20);
        CHECK(most - before <= 2 * 10 + 3); // two probes, and the directory itself
    }
}

} // namespace mailreeve::dns
