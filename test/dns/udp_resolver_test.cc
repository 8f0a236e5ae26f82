// The resolver as its callers see it, with a server that behaves.
#include "mailreeve/dns/udp_resolver.hh"

#include "test/dns/asking.hh"
#include "test/support/fake_clock.hh"
#include "test/support/fake_dns_server.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

using namespace test;

TEST_SUITE("dns")
{
    TEST_CASE("addresses, names and texts are found with what is left of their TTL")
    {
        FakeDnsServer server;
        server.add(address_record("mail.example", "192.0.2.7", 120))
            .add(address_record("mail.example", "192.0.2.8", 60))
            .add(address_record("mail.example", "2001:db8::7"))
            .add(name_record("7.2.0.192.in-addr.arpa", Type::Ptr, "Mail.Example"))
            .add(text_record("mail.example", {"v=spf1 ", "-all"}));
        const UdpResolver resolver{server.settings()};

        const auto v4 = answer(resolver.addresses("mail.example", net::Family::V4));
        CHECK(v4 == AddressAnswer{Outcome::Found,
                                  Failure::None,
                                  {ip("192.0.2.7"), ip("192.0.2.8")},
                                  std::chrono::seconds{60}});
        const auto v6 = answer(resolver.addresses("Mail.Example.", net::Family::V6));
        CHECK(v6.records == std::vector{ip("2001:db8::7")});
        const auto names = answer(resolver.names(ip("192.0.2.7")));
        CHECK(names.records == std::vector<std::string>{"Mail.Example"});
        const auto texts = answer(resolver.texts("mail.example"));
        CHECK(texts.records == std::vector<std::string>{"v=spf1 -all"});
    }

    TEST_CASE("the exchangers of a domain are found, and that it has none to take mail")
    {
        FakeDnsServer server;
        server.add(exchanger_record("example.net", 10, "Mx1.Example.NET"))
            .add(exchanger_record("example.net", 20, "mx2.example.org"))
            .add(exchanger_record("silent.example", 0, "."));
        const UdpResolver resolver{server.settings()};
        CHECK(answer(resolver.exchangers("example.net")).records ==
              std::vector<std::string>{"Mx1.Example.NET", "mx2.example.org"});
        CHECK(answer(resolver.exchangers("silent.example")).records ==
              std::vector<std::string>{"."});
        CHECK(answer(resolver.exchangers("none.example")).outcome ==
              Outcome::NoSuchName);
    }

    TEST_CASE("an IPv6 address is asked for in ip6.arpa")
    {
        FakeDnsServer server;
        const std::string name = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
                                 "0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        server.add(name_record(name, Type::Ptr, "six.example"));
        const UdpResolver resolver{server.settings()};
        CHECK(answer(resolver.names(ip("2001:db8::1"))).records ==
              std::vector<std::string>{"six.example"});
    }

    TEST_CASE("a name that does not exist differs from one without such records")
    {
        FakeDnsServer server;
        server.add(address_record("v4.example", "192.0.2.7")).with_soa(600, 300);
        const UdpResolver resolver{server.settings()};
        const auto none = answer(resolver.addresses("none.example", net::Family::V4));
        CHECK(none.outcome == Outcome::NoSuchName);
        CHECK(none.ttl == std::chrono::seconds{300});
        const auto no_six = answer(resolver.addresses("v4.example", net::Family::V6));
        CHECK(no_six.outcome == Outcome::NoData);
    }

    TEST_CASE("a name that cannot be asked for is no query")
    {
        FakeDnsServer server;
        const UdpResolver resolver{server.settings()};
        for (const auto& name :
             {std::string{}, std::string{"a..example"},
              std::string(64, 'a') + ".example", std::string{"\\256.example"}}) {
            CAPTURE(name);
            const auto bad = answer(resolver.texts(name));
            CHECK(bad.outcome == Outcome::Failed);
            CHECK(bad.failure == Failure::BadName);
        }
        CHECK(server.count() == 0);
        CHECK(resolver.statistics().failed(Failure::BadName) == 4);
    }

    TEST_CASE("what is in the cache is not asked for again until its TTL is over")
    {
        FakeDnsServer server;
        server.add(address_record("mail.example", "192.0.2.7", 10)).with_soa(600, 5);
        FakeClock clock;
        const UdpResolver resolver{once(server), clock};
        const auto ask = [&](const char* name) {
            return answer(resolver.addresses(name, net::Family::V4));
        };
        ask("mail.example");
        clock.advance(std::chrono::milliseconds{3500});
        CHECK(ask("MAIL.example").ttl == std::chrono::seconds{7});
        CHECK(server.count("mail.example") == 1);
        clock.advance(std::chrono::milliseconds{6500});
        CHECK(ask("mail.example").ttl == std::chrono::seconds{10});
        CHECK(server.count("mail.example") == 2);

        ask("none.example");
        CHECK(ask("none.example").outcome == Outcome::NoSuchName);
        CHECK(server.count("none.example") == 1);
        clock.advance(std::chrono::seconds{5});
        ask("none.example");
        CHECK(server.count("none.example") == 2);
    }

    TEST_CASE("an absence without an SOA is not remembered")
    {
        FakeDnsServer server;
        const UdpResolver resolver{once(server)};
        for (int i = 0; i < 2; ++i)
            CHECK(answer(resolver.texts("none.example")).outcome ==
                  Outcome::NoSuchName);
        CHECK(server.count("none.example") == 2);
    }

    TEST_CASE("a hundred equal questions are one query")
    {
        FakeDnsServer server;
        server.add(address_record("mail.example", "192.0.2.7"));
        server.delay(std::chrono::milliseconds{10});
        const UdpResolver resolver{once(server)};
        std::vector<Future<AddressAnswer>> futures;
        futures.reserve(100);
        for (int i = 0; i < 100; ++i)
            futures.push_back(resolver.addresses("mail.example", net::Family::V4));
        for (const auto& future : futures)
            CHECK(answer(future).records == std::vector{ip("192.0.2.7")});
        CHECK(server.count("mail.example") == 1);
        const auto statistics = resolver.statistics();
        CHECK(statistics.questions == 100);
        CHECK(statistics.started == 1);
        CHECK(statistics.joined + statistics.cache_hits == 99);
    }

    TEST_CASE("what follows an answer may ask again")
    {
        FakeDnsServer server;
        server.add(name_record("7.2.0.192.in-addr.arpa", Type::Ptr, "mail.example"))
            .add(address_record("mail.example", "192.0.2.7"));
        const UdpResolver resolver{server.settings()};
        const Promise<AddressAnswer> confirmed;
        resolver.names(ip("192.0.2.7")).then([&](const NameAnswer& names) {
            resolver.addresses(names.records.at(0), net::Family::V4)
                .then([&](const AddressAnswer& found) { confirmed.set(found); });
        });
        CHECK(answer(confirmed.future()).records == std::vector{ip("192.0.2.7")});
    }

    TEST_CASE("destroying the resolver answers what is open, and what asks meanwhile")
    {
        FakeDnsServer server;
        server.behave(Act::Silent);
        std::vector<Future<TextAnswer>> futures;
        std::optional<Future<TextAnswer>> late;
        {
            const UdpResolver resolver{server.settings()};
            for (int i = 0; i < 50; ++i)
                futures.push_back(
                    resolver.texts("name" + std::to_string(i) + ".example"));
            futures.front().then(
                [&](const TextAnswer&) { late = resolver.texts("late.example"); });
        }
        futures.push_back(*late);
        for (const auto& future : futures) {
            REQUIRE(future.is_ready());
            CHECK(future.peek()->failure == Failure::ShuttingDown);
        }
    }

    TEST_CASE("every count of a server is told")
    {
        FakeDnsServer server;
        server.add(address_record("mail.example", "192.0.2.7"));
        const UdpResolver resolver{once(server)};
        answer(resolver.addresses("mail.example", net::Family::V4));
        answer(resolver.addresses("mail.example", net::Family::V4));
        const auto statistics = resolver.statistics();
        CHECK(statistics.questions == 2);
        CHECK(statistics.cache_hits == 1);
        CHECK(statistics.started == 1);
        CHECK(statistics.queries == 1);
        CHECK(statistics.cache_answers == 1);
        CHECK(statistics.cache_bytes > 100);
        REQUIRE(statistics.servers.size() == 1);
        const auto& one = statistics.servers.front();
        CHECK(one.address == server.address().text());
        CHECK(one.well);
        CHECK(one.round_trip > std::chrono::microseconds{0});
        CHECK(one.sent == 1);
        CHECK(one.answered == 1);
        CHECK(one.lost == 0);
    }

    TEST_CASE("servers are reached over IPv6")
    {
        FakeDnsServer server{OverTcp::Answers, "::1"};
        server.add(address_record("mail.example", "192.0.2.7"));
        const UdpResolver resolver{server.settings()};
        CHECK(answer(resolver.addresses("mail.example", net::Family::V4)).outcome ==
              Outcome::Found);
    }
}

} // namespace mailreeve::dns
