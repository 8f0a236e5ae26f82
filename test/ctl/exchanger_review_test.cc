#include "ctl/exchanger_review.hh"

#include "test/support/fake_clock.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

namespace {

Here here()
{
    Here here{"mx1.example.net", {}, {}};
    here.addresses.insert(test::network("198.51.100.7"));
    here.addresses.insert(test::network("2001:db8::7"));
    here.relays.insert(test::network("203.0.113.0/24"));
    return here;
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("an exchanger that is neither this host nor a relay leads around us")
    {
        const test::FakeClock clock;
        test::FakeResolver resolver;
        resolver.with("backup.example.org", {"203.0.113.9"})
            .with("other.example.org", {"192.0.2.1", "2001:db8::1"})
            .with("by-address.example.org", {"2001:db8::7"})
            .with("implicit.example", {"198.51.100.7"})
            .with("astray.example", {"192.0.2.2"})
            .with_exchangers("ours.example", {"MX1.example.net"})
            .with_exchangers("relayed.example",
                             {"by-address.example.org", "backup.example.org"})
            .with_exchangers("around.example", {"mx1.example.net", "other.example.org"})
            .with_exchangers("mute.example", {"."})
            .with_exchangers("dangling.example", {"gone.example.org"})
            .failing("broken.example");
        struct Case {
            const char* domain;
            Grade grade;
            const char* text;
        };
        const std::string around = " is neither this host nor one of local.relays: "
                                   "bounces may come in around us";
        const Case cases[] = {
            {"ours.example", Grade::Ok, "MX1.example.net"},
            {"relayed.example", Grade::Ok,
             "by-address.example.org, backup.example.org"},
            {"around.example", Grade::Warning,
             "other.example.org 192.0.2.1 2001:db8::1"},
            {"implicit.example", Grade::Ok, "implicit.example"},
            {"astray.example", Grade::Warning, "astray.example 192.0.2.2"},
            {"mute.example", Grade::Ok, "takes no mail"},
            {"dangling.example", Grade::Ok, "gone.example.org (no address)"},
            {"broken.example", Grade::Warning, "the DNS gives no answer"},
        };
        std::vector<mail::Domain> domains;
        for (const auto& c : cases)
            domains.push_back(test::domain(c.domain));
        const auto remarks =
            review_exchangers({resolver, clock}, domains, here(), test::long_past);
        REQUIRE(remarks.size() == std::size(cases));
        for (std::size_t n = 0; n < remarks.size(); ++n) {
            CAPTURE(cases[n].domain);
            CHECK(remarks[n].subject == "MX of " + std::string{cases[n].domain});
            CHECK(remarks[n].grade == cases[n].grade);
            const bool leads_around = remarks[n].text.ends_with(around);
            CHECK(remarks[n].text == cases[n].text + (leads_around ? around : ""));
            CHECK(leads_around == !remarks[n].hint.empty());
        }
    }

    TEST_CASE("of very many domains the first are asked, and the rest is counted")
    {
        const test::FakeClock clock;
        const test::FakeResolver resolver;
        std::vector<mail::Domain> domains;
        for (std::size_t n = 0; n < max_domains_asked + 7; ++n)
            domains.push_back(test::domain("d" + std::to_string(n) + ".example"));
        const auto remarks =
            review_exchangers({resolver, clock}, domains, here(), test::long_past);
        CHECK(remarks.size() == max_domains_asked + 1);
        CHECK(remarks.back().text == "of 7 more domains is not looked at");
    }

    TEST_CASE("this host has the addresses that the system says")
    {
        const auto found = this_host("mx1.example.net", {});
        CHECK(found.hostname == "mx1.example.net");
        CHECK(found.addresses.contains(test::ip("127.0.0.1")));
        CHECK_FALSE(this_host("", {}).hostname.empty());
    }
}

} // namespace mailreeve::ctl
