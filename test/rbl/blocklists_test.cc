#include "mailreeve/rbl/blocklists.hh"

#include "test/rbl/lists.hh"
#include "test/support/fake_clock.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/ip.hh"
#include "test/support/mail.hh"
#include "test/support/slow_resolver.hh"

#include <doctest/doctest.h>

#include <thread>

namespace mailreeve::rbl {

using test::domain;
using test::FakeClock;
using test::FakeResolver;
using test::ip;
using test::SlowResolver;

namespace {

constexpr auto at_once = test::long_past;

struct Ground {
    FakeClock clock;
    std::vector<Trouble> told;
    Health health{clock, [this](const Trouble& trouble) { told.push_back(trouble); }};

    Blocklists asking(const dns::Resolver& resolver)
    {
        return {kept(resolver), health, clock};
    }
    std::vector<ListFact> ask(const dns::Resolver& resolver, const char* client,
                              const Lists& lists)
    {
        return facts(asking(resolver).ask(ip(client), lists), at_once);
    }
};

Deadline soon()
{
    return SystemClock{}.now() + std::chrono::seconds{30};
}

} // namespace

TEST_SUITE("rbl")
{
    TEST_CASE("all lists of a client are asked at once, evidence only for hits")
    {
        Ground ground;
        FakeResolver resolver;
        resolver.with("7.2.0.192.one.example", {"127.0.0.2"})
            .with_texts("7.2.0.192.one.example", {"see https://one.example/"})
            .with_texts("7.2.0.192.two.example", {"never read"});
        const auto found = ground.ask(
            resolver, "192.0.2.7",
            shared({simple_list("one.example"), simple_list("two.example")}));
        REQUIRE(found.size() == 2);
        const auto* listed = std::get_if<Listed>(&found[0].listing);
        REQUIRE(listed != nullptr);
        CHECK(listed->hits ==
              std::vector<Hit>{
                  {ip("127.0.0.2"), score::Points::hundredths(400), "RBL_TEST"}});
        CHECK(listed->evidence == "see https://one.example/");
        CHECK(found[0].asked == "192.0.2.7");
        CHECK(found[1].listing == Listing{NotListed{}});
        CHECK(resolver.asked() == std::vector<std::string>{"A 7.2.0.192.one.example",
                                                           "TXT 7.2.0.192.one.example",
                                                           "A 7.2.0.192.two.example"});
    }

    TEST_CASE("evidence that has not come is left out and holds nobody up")
    {
        Ground ground;
        const SlowResolver resolver;
        const auto inquiries = ground.asking(resolver).ask(
            ip("192.0.2.7"), shared({simple_list("one.example")}));
        resolver.answer("7.2.0.192.one.example", {"127.0.0.2"});
        CHECK(std::get<Listed>(inquiries[0].fact(soon()).listing).evidence.empty());
        inquiries[0].wait_evidence(at_once);
        resolver.say("7.2.0.192.one.example", "spam seen");
        inquiries[0].wait_evidence(soon());
        CHECK(std::get<Listed>(inquiries[0].fact().listing).evidence == "spam seen");
    }

    TEST_CASE("a list is asked only about families and subjects it lists")
    {
        Ground ground;
        const FakeResolver resolver;
        auto v4_only = simple_list("v4.example");
        v4_only.ipv6 = false;
        auto v6_only = simple_list("v6.example");
        v6_only.ipv4 = false;
        auto domains = simple_list("dbl.example");
        domains.ask = {Subject::Helo, Subject::Sender};
        const auto lists = shared({v4_only, v6_only, domains});
        const auto zones = [](const std::vector<Inquiry>& inquiries) {
            std::string all;
            for (const auto& inquiry : inquiries)
                all += inquiry.fact().list->zone + " ";
            return all;
        };
        const auto asking = ground.asking(resolver);
        CHECK(zones(asking.ask(ip("192.0.2.7"), lists)) == "v4.example ");
        CHECK(zones(asking.ask(ip("2001:db8::1"), lists)) == "v6.example ");
        CHECK(zones(asking.ask(ip("::ffff:192.0.2.7"), lists)) == "v4.example ");
        CHECK(zones(asking.ask(Subject::Helo, domain("mail.example"), lists)) ==
              "dbl.example ");
        CHECK(zones(asking.ask(Subject::Ptr, domain("mail.example"), lists)).empty());
        CHECK(resolver.asked().back() == "A mail.example.dbl.example");
    }

    TEST_CASE("no list is asked about what it cannot know")
    {
        Ground ground;
        const FakeResolver resolver;
        auto both = simple_list("bl.example");
        both.ask = {Subject::Client, Subject::Helo};
        for (const auto* client :
             {"127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "100.64.0.1",
              "169.254.1.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"}) {
            CAPTURE(client);
            CHECK(ground.asking(resolver).ask(ip(client), shared({both})).empty());
        }
        for (const auto* name : {"localhost", "192.0.2.7", "mail"}) {
            CAPTURE(name);
            CHECK(ground.asking(resolver)
                      .ask(Subject::Helo, domain(name), shared({both}))
                      .empty());
        }
        CHECK(resolver.asked().empty());
    }

    TEST_CASE("an unusable list is told of once a minute and counts nothing")
    {
        Ground ground;
        FakeResolver resolver;
        resolver.with("7.2.0.192.parked.example", {"203.0.113.80"})
            .with("8.2.0.192.parked.example", {"203.0.113.80"});
        const auto lists = shared({simple_list("parked.example")});
        for (const auto* client : {"192.0.2.7", "192.0.2.8", "192.0.2.7"})
            CHECK(ground.ask(resolver, client, lists)[0].listing ==
                  Listing{Unusable::NotBlocklist});
        REQUIRE(ground.told.size() == 1);
        CHECK(ground.told[0].zone == "parked.example");
        CHECK(ground.told[0].why == Unusable::NotBlocklist);
        CHECK(ground.told[0].sentence.find("203.0.113.80") != std::string::npos);
        ground.clock.advance(std::chrono::seconds{61});
        ground.ask(resolver, "192.0.2.7", lists);
        REQUIRE(ground.told.size() == 2);
        CHECK(ground.told[1].times == 3);
    }

    TEST_CASE("a lookup that failed is no clean address, and is not worth a line")
    {
        Ground ground;
        FakeResolver resolver;
        resolver.failing("7.2.0.192.bl.example");
        CHECK(ground.ask(resolver, "192.0.2.7", shared({simple_list("bl.example")}))[0]
                  .listing == Listing{Unusable::NoAnswer});
        CHECK(ground.told.empty());
    }

    TEST_CASE("an answer is waited for until the deadline")
    {
        Ground ground;
        const SlowResolver resolver;
        const auto inquiries = ground.asking(resolver).ask(
            ip("192.0.2.7"), shared({simple_list("bl.example")}));
        CHECK(inquiries[0].fact(at_once).listing == Listing{Unusable::NoAnswer});
        std::jthread answering{[&] { resolver.answer("7.2.0.192.bl.example", {}); }};
        CHECK(inquiries[0].fact(soon()).listing == Listing{NotListed{}});
    }

    TEST_CASE("answers that come after the inquiry has gone harm nobody")
    {
        Ground ground;
        const SlowResolver resolver;
        ground.asking(resolver).ask(ip("192.0.2.7"),
                                    shared({simple_list("bl.example")}));
        resolver.answer("7.2.0.192.bl.example", {"127.0.0.2"});
        CHECK(resolver.asked().size() == 2);
    }
}

} // namespace mailreeve::rbl
