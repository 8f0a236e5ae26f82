// What others send instead of the answer (RFC 5452), and what they could guess.
#include "mailreeve/dns/udp_resolver.hh"

#include "test/dns/asking.hh"
#include "test/support/fake_dns_server.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace mailreeve::dns {

using namespace test;

namespace {

FakeDnsServer& with_mail(FakeDnsServer& server)
{
    return server.add(address_record("mail.example", "192.0.2.7"));
}

AddressAnswer ask(const Resolver& resolver, const std::string& name = "mail.example")
{
    return answer(resolver.addresses(name, net::Family::V4));
}

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("forged answers are ignored and counted, the true one is used")
    {
        struct Case {
            const char* name;
            Act act;
            unsigned mismatches; // the kernel drops what comes from elsewhere
        };
        const Case cases[] = {
            {"wrong id", Act::WrongId, 1},
            {"wrong question", Act::WrongQuestion, 1},
            {"wrong case", Act::WrongCase, 1},
            {"not a response", Act::NotAResponse, 1},
            {"wrong source", Act::WrongSource, 0},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            FakeDnsServer server;
            // A name of forty letters is in lower case once in 2^40 queries.
            const std::string name = std::string(40, 'm') + ".example";
            server.add(address_record(name, "192.0.2.7"))
                .script(name, {{c.act, c.act, Act::Answer}});
            const UdpResolver resolver{once(server)};
            CHECK(ask(resolver, name).records == std::vector{ip("192.0.2.7")});
            CHECK(resolver.statistics().mismatches == 2 * c.mismatches);
        }
    }

    TEST_CASE("a thousand forged answers do not hide the true one")
    {
        FakeDnsServer server;
        std::vector<Act> turn;
        for (int i = 0; i < 250; ++i)
            turn.insert(turn.end(), {Act::WrongId, Act::WrongQuestion});
        // A socket's buffer may overflow: then the second try brings the rest.
        auto second = turn;
        second.push_back(Act::Answer);
        with_mail(server).script("mail.example", {turn, second, {Act::Answer}});
        auto settings = server.settings();
        settings.tries = 3;
        const UdpResolver resolver{settings};
        CHECK(ask(resolver).records == std::vector{ip("192.0.2.7")});
        CHECK(resolver.statistics().mismatches > 100);
    }

    TEST_CASE("nothing but forged answers is a failure, not an absence")
    {
        for (const auto act : {Act::WrongId, Act::WrongQuestion, Act::NotAResponse}) {
            FakeDnsServer server;
            server.behave(act);
            auto settings = server.settings();
            settings.budget = std::chrono::milliseconds{200};
            const UdpResolver resolver{settings};
            const auto failed = ask(resolver);
            CHECK(failed.outcome == Outcome::Failed);
            CHECK(failed.failure == Failure::Timeout);
        }
    }

    TEST_CASE("letters in random case can be turned off for a server that folds them")
    {
        FakeDnsServer server;
        with_mail(server).behave(Act::WrongCase);
        auto settings = server.settings();
        settings.mixed_case = false;
        const UdpResolver resolver{settings};
        CHECK(ask(resolver).outcome == Outcome::Found);
    }

    TEST_CASE("records of other names do not enter the answer or the cache")
    {
        FakeDnsServer server;
        server.add(name_record("7.2.0.192.in-addr.arpa", Type::Ptr, "good.example"))
            .add({wire_name("mail.example"), 1, 300, {192, 0, 2, 7}})
            .add(name_record("mail.example", Type::Cname, "elsewhere.example"));
        const UdpResolver resolver{once(server)};
        CHECK(ask(resolver).records == std::vector{ip("192.0.2.7")});
        CHECK(ask(resolver, "elsewhere.example").outcome == Outcome::NoSuchName);
        CHECK(server.count("elsewhere.example") == 1);
    }

    TEST_CASE("ports, ids and cases of many queries are all over the place")
    {
        FakeDnsServer server;
        auto settings = once(server);
        settings.in_flight = 50;
        const UdpResolver resolver{settings};
        constexpr std::size_t many = 2'000;
        std::vector<Future<TextAnswer>> futures;
        futures.reserve(many);
        for (std::size_t i = 0; i < many; ++i)
            futures.push_back(resolver.texts("n" + std::to_string(i) + ".example"));
        for (const auto& future : futures)
            answer(future);

        std::set<std::uint16_t> ids;
        std::set<std::uint16_t> ports;
        std::size_t capitals = 0;
        std::vector<unsigned> halves(16); // ids by their high bits
        for (const auto& seen : server.seen()) {
            ids.insert(seen.id);
            ports.insert(seen.port);
            ++halves[seen.id >> 12U];
            capitals += static_cast<std::size_t>(std::ranges::count_if(
                seen.name, [](char c) { return c >= 'A' && c <= 'Z'; }));
        }
        // 2,000 draws of 65,536 repeat about 30 times, of 49,152 about 40 times.
        CHECK(ids.size() > many - 150);
        CHECK(ports.size() > many - 150);
        CHECK(*ports.begin() < 20'000);
        CHECK(*ports.rbegin() > 62'000);
        CHECK(std::ranges::min(halves) > 60); // 125 expected, deviation 11
        CHECK(std::ranges::max(halves) < 200);
        CHECK(capitals > many * 3); // of eight letters each
        CHECK(capitals < many * 5);
    }
}

} // namespace mailreeve::dns
