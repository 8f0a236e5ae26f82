// Servers that are silent, slow, broken, gone and back: no failure becomes an absence.
#include "mailreeve/dns/udp_resolver.hh"

#include "test/dns/asking.hh"
#include "test/support/fake_dns_server.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <mutex>

namespace mailreeve::dns {

using namespace test;
using std::chrono::milliseconds;

namespace {

FakeDnsServer& with_mail(FakeDnsServer& server)
{
    return server.add(address_record("mail.example", "192.0.2.7"));
}

AddressAnswer ask(const Resolver& resolver, const std::string& name = "mail.example")
{
    return answer(resolver.addresses(name, net::Family::V4));
}

Settings both(const FakeDnsServer& first, const FakeDnsServer& second)
{
    auto settings = first.settings();
    settings.servers.push_back(second.address());
    return settings;
}

Settings quick(const FakeDnsServer& server)
{
    auto settings = server.settings();
    settings.budget = milliseconds{300};
    return settings;
}

template <class Done>
bool within_seconds(int seconds, const Done& done)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    while (!done())
        if (std::chrono::steady_clock::now() > end)
            return false;
    return true;
}

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("the first packet is lost, and the answer comes all the same")
    {
        FakeDnsServer server;
        with_mail(server).script("mail.example", {{Act::Silent}, {Act::Answer}});
        const UdpResolver resolver{server.settings()};
        const auto start = std::chrono::steady_clock::now();
        CHECK(ask(resolver).outcome == Outcome::Found);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{2});
        CHECK(server.count("mail.example") == 2);
        CHECK(resolver.statistics().retries == 1);
    }

    TEST_CASE("a late answer to the first try counts")
    {
        FakeDnsServer server;
        server.delay(milliseconds{250}); // beyond the wait before a second try
        with_mail(server).script("mail.example", {{Act::Answer}, {Act::Silent}});
        const UdpResolver resolver{server.settings()};
        CHECK(ask(resolver).outcome == Outcome::Found);
        CHECK(server.count("mail.example") == 2);
    }

    TEST_CASE("a server that fails in any way is no absence")
    {
        struct Case {
            const char* name;
            Act act;
            Failure expected;
        };
        const Case cases[] = {
            {"silent", Act::Silent, Failure::Timeout},
            {"SERVFAIL", Act::ServFail, Failure::ServerFailure},
            {"REFUSED", Act::Refused, Failure::Refused},
            {"referral", Act::Referral, Failure::Refused},
            {"garbage", Act::Garbage, Failure::Malformed},
            {"signed", Act::Signed, Failure::Malformed},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            FakeDnsServer server;
            server.with_soa(60, 60).behave(c.act);
            const UdpResolver resolver{quick(server)};
            const auto failed = ask(resolver);
            CHECK(failed.outcome == Outcome::Failed);
            CHECK(failed.failure == c.expected);
            CHECK(failed.ttl == std::chrono::seconds{0});
            CHECK(resolver.statistics().failed(c.expected) == 1);
        }
    }

    TEST_CASE("a failure is remembered for a while, so that it costs once")
    {
        FakeDnsServer server;
        server.behave(Act::ServFail);
        const UdpResolver resolver{once(server)};
        ask(resolver);
        ask(resolver);
        CHECK(server.count("mail.example") == 1);
        auto forgetful = once(server);
        forgetful.failure_memory = std::chrono::seconds{0};
        const UdpResolver other{forgetful};
        ask(other);
        ask(other);
        CHECK(server.count("mail.example") == 3);
    }

    TEST_CASE("the next server answers where the first cannot")
    {
        for (const auto act :
             {Act::Silent, Act::ServFail, Act::Refused, Act::Garbage, Act::Referral}) {
            FakeDnsServer bad;
            bad.behave(act);
            FakeDnsServer good;
            with_mail(good);
            const UdpResolver resolver{both(bad, good)};
            CHECK(ask(resolver).outcome == Outcome::Found);
        }
    }

    TEST_CASE("a closed port is no reason to wait when there is another server")
    {
        FakeDnsServer gone;
        FakeDnsServer good;
        with_mail(good);
        const auto settings = both(gone, good);
        gone.close();
        const UdpResolver resolver{settings};
        CHECK(ask(resolver).outcome == Outcome::Found);
    }

    TEST_CASE("an IPv6 server answers where the IPv4 server is dead")
    {
        FakeDnsServer gone;
        FakeDnsServer six{OverTcp::Answers, "::1"};
        with_mail(six);
        const auto settings = both(gone, six);
        gone.close();
        const UdpResolver resolver{settings};
        CHECK(ask(resolver).outcome == Outcome::Found);
    }

    TEST_CASE("each server is asked twice")
    {
        FakeDnsServer first;
        FakeDnsServer second;
        first.behave(Act::Silent);
        second.behave(Act::Silent);
        auto settings = both(first, second);
        settings.budget = std::chrono::seconds{1};
        const UdpResolver resolver{settings};
        CHECK(ask(resolver).failure == Failure::Timeout);
        CHECK(first.count("mail.example") == 2);
        CHECK(second.count("mail.example") == 2);
    }

    TEST_CASE("a server that dislikes EDNS is asked without")
    {
        FakeDnsServer server;
        with_mail(server).behave(Act::FormErrForEdns);
        const UdpResolver resolver{once(server)};
        CHECK(ask(resolver).outcome == Outcome::Found);
        const auto seen = server.seen();
        REQUIRE(seen.size() == 2);
        CHECK(seen[0].edns);
        CHECK_FALSE(seen[1].edns);
    }

    TEST_CASE("the budget holds when every answer takes longer")
    {
        FakeDnsServer server;
        with_mail(server).delay(std::chrono::seconds{60});
        const UdpResolver resolver{quick(server)};
        const auto start = std::chrono::steady_clock::now();
        std::vector<Future<TextAnswer>> futures;
        for (int i = 0; i < 100; ++i)
            futures.push_back(resolver.texts("n" + std::to_string(i) + ".example"));
        for (const auto& future : futures)
            CHECK(answer(future).outcome == Outcome::Failed);
        const auto took = std::chrono::steady_clock::now() - start;
        CHECK(took >= milliseconds{300});
        CHECK(took < std::chrono::seconds{3});
    }

    TEST_CASE("while no server is well every question fails at once; the first that "
              "answers again is asked again")
    {
        struct Case {
            const char* name;
            bool closed; // or silent
        };
        for (const auto& c : {Case{"closed", true}, Case{"silent", false}}) {
            CAPTURE(c.name);
            FakeDnsServer server;
            with_mail(server);
            auto settings = server.settings();
            settings.budget = milliseconds{200};
            std::mutex mutex;
            std::vector<std::string> notices;
            const UdpResolver resolver{settings, [&](const std::string& text) {
                                           const std::lock_guard lock{mutex};
                                           notices.push_back(text);
                                       }};
            if (c.closed)
                server.close();
            else
                server.behave(Act::Silent);
            server.script(".", {{c.closed ? Act::Answer : Act::Silent}});
            int i = 0;
            CHECK(within_seconds(20, [&] {
                return ask(resolver, "n" + std::to_string(i++) + ".example").failure ==
                       Failure::NoServers;
            }));
            CHECK_FALSE(resolver.statistics().servers.front().well);
            CHECK(ask(resolver).failure == Failure::NoServers);

            if (c.closed)
                server.open();
            server.behave(Act::Answer);
            server.script(".", {{Act::Answer}});
            const auto back = std::chrono::steady_clock::now();
            CHECK(within_seconds(
                20, [&] { return ask(resolver).outcome == Outcome::Found; }));
            CHECK(std::chrono::steady_clock::now() - back < std::chrono::seconds{2});
            CHECK(resolver.statistics().servers.front().well);
            // What failed while it was away is asked again at once.
            CHECK(ask(resolver, "n0.example").outcome == Outcome::NoSuchName);
            const std::lock_guard lock{mutex};
            REQUIRE(notices.size() >= 3);
            CHECK(notices.at(1).find("does not answer") != std::string::npos);
            CHECK(notices.at(2).find("answers again") != std::string::npos);
        }
    }

    TEST_CASE("a server that is unwell is not asked while another is well")
    {
        FakeDnsServer bad;
        FakeDnsServer good;
        bad.behave(Act::Silent);
        const UdpResolver resolver{both(bad, good)};
        int i = 0;
        CHECK(within_seconds(20, [&] {
            ask(resolver, "n" + std::to_string(i++) + ".example");
            return !resolver.statistics().servers.front().well;
        }));
        ask(resolver, "later.example");
        CHECK(bad.count("later.example") == 0);
        CHECK(good.count("later.example") > 0);
    }

    TEST_CASE("a silent zone does not make its server unwell")
    {
        FakeDnsServer server;
        for (int i = 0; i < 30; ++i)
            server.script("n" + std::to_string(i) + ".silent.example", {{Act::Silent}});
        const UdpResolver resolver{quick(server)};
        std::vector<Future<TextAnswer>> silent;
        for (int i = 0; i < 30; ++i)
            silent.push_back(
                resolver.texts("n" + std::to_string(i) + ".silent.example"));
        for (const auto& future : silent)
            CHECK(answer(future).failure == Failure::Timeout);
        // Nothing else was asked; the probe was answered.
        CHECK(within_seconds(
            20, [&] { return resolver.statistics().servers.front().well; }));
        CHECK(ask(resolver, "other.example").outcome == Outcome::NoSuchName);
    }

    TEST_CASE("the servers of resolv.conf are asked, and those of a new one instead")
    {
        FakeDnsServer six{OverTcp::Answers, "::1"};
        const TemporaryDirectory directory;
        const auto path = directory / "resolv.conf";
        std::ofstream{path} << "nameserver 192.0.2.53\n";
        Settings settings;
        settings.resolv_conf = path;
        settings.budget = milliseconds{50};
        std::vector<std::string> notices;
        {
            const UdpResolver resolver{
                settings, [&](const std::string& text) { notices.push_back(text); }};
            CHECK(resolver.statistics().servers.front().address == "192.0.2.53:53");
            std::ofstream{path} << "nameserver 127.0.0.1\nnameserver ::1\n";
            int i = 0;
            CHECK(within_seconds(20, [&] {
                ask(resolver, "n" + std::to_string(i++) + ".example");
                return resolver.statistics().servers.size() == 2;
            }));
        }
        REQUIRE(notices.size() >= 2);
        CHECK(notices.at(0) == "name servers: 192.0.2.53:53");
        CHECK(notices.at(1) == "name servers: 127.0.0.1:53 [::1]:53");
    }
}

} // namespace mailreeve::dns
