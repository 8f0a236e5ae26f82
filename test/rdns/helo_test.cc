#include "mailreeve/rdns/helo.hh"
#include "mailreeve/rdns/helo_lookup.hh"

#include "mailreeve/mail/domain.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/ip.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::rdns {

using test::FakeResolver;
using test::ip;

namespace {

const std::vector<mail::Domain>& own()
{
    static const std::vector<mail::Domain> names{
        mail::Domain::parse("mx1.example.net").value(),
        mail::Domain::parse("example.org").value(),
        mail::Domain::parse("bücher.example").value(),
        mail::Domain::parse("gate").value(),
    };
    return names;
}

HeloFacts shape(std::string_view helo, const char* address = "192.0.2.7")
{
    return helo_shape(helo, ip(address), own());
}

HeloFacts asked(const FakeResolver& dns, std::string_view helo,
                const char* address = "192.0.2.7")
{
    const auto answer = look_up_helo(helo, ip(address), own(), dns);
    if (const auto* found = answer.peek())
        return *found;
    FAIL("not answered");
    return {};
}

ReverseName confirmed(const char* name)
{
    ReverseName reverse;
    reverse.state = State::Confirmed;
    reverse.name = name;
    return reverse;
}

std::string flags(const HeloFacts& facts)
{
    std::string text;
    for (const auto& [set, flag] : {std::pair{facts.fqdn, "fqdn "},
                                    {facts.literal, "literal "},
                                    {facts.literal_wrong, "wrong "},
                                    {facts.own_name, "own "}})
        text += set ? flag : "";
    return text;
}

} // namespace

TEST_SUITE("rdns")
{
    TEST_CASE("what a HELO looks like is told without the DNS")
    {
        struct Case {
            std::string helo;
            const char* flags;
            const char* name;
            const char* address = "192.0.2.7";
        };
        using namespace std::string_literals;
        const Case cases[] = {
            {"mail.example.net", "fqdn ", "mail.example.net"},
            {"MAIL.Example.NET.", "fqdn ", "mail.example.net"},
            {"a_b.example.net", "fqdn ", "a_b.example.net"},
            {"müller.example", "fqdn ", "xn--mller-kva.example"},
            {"[192.0.2.7]", "literal ", "[192.0.2.7]"},
            {"[192.0.2.8]", "literal wrong ", "[192.0.2.8]"},
            {"[IPv6:2001:db8::1]", "literal ", "[IPv6:2001:db8::1]", "2001:db8::1"},
            {"[ipv6:2001:DB8:0::1]", "literal ", "[ipv6:2001:DB8:0::1]", "2001:db8::1"},
            {"[2001:db8::1]", "literal ", "[2001:db8::1]", "2001:db8::1"},
            {"[IPv6:2001:db8::2]", "literal wrong ", "[IPv6:2001:db8::2]",
             "2001:db8::1"},
            {"[IPv6:::ffff:192.0.2.7]", "literal ", "[IPv6:::ffff:192.0.2.7]"},
            {"[IPv6:2001:db8::1]", "literal wrong ", "[IPv6:2001:db8::1]"},
            {"[]", "literal wrong ", "[]"},
            {"[mail.example.net]", "literal wrong ", "[mail.example.net]"},
            {"[192.0.2.7", "", "[192.0.2.7"},
            {"[", "", "["},
            {"192.0.2.7", "", "192.0.2.7"},
            {"192.0.2.8", "wrong ", "192.0.2.8"},
            {"2001:db8::1", "", "2001:db8::1", "2001:db8::1"},
            {"2001:db8::2", "wrong ", "2001:db8::2", "2001:db8::1"},
            {"192.0.2", "", "192.0.2"},
            {"localhost", "", "localhost"},
            {"localhost.localdomain", "", "localhost.localdomain"},
            {"exchange.firm.local", "", "exchange.firm.local"},
            {"PC-7", "", "pc-7"},
            {"", "", ""},
            {" ", "", "\\032"},
            {".", "", "."},
            {"a..b", "", "a..b"},
            {"mail.exa mple", "", "mail.exa\\032mple"},
            {"mail\0.example"s, "", "mail\\000.example"},
            {"\033]0;x\007.example", "", "\\027]0;x\\007.example"},
            {"<script>.example", "", "<script>.example"},
            {"m\xff\xfe.example", "", "m\\255\\254.example"},
            {"mx1.example.net", "fqdn own ", "mx1.example.net"},
            {"MX1.EXAMPLE.NET", "fqdn own ", "mx1.example.net"},
            {"a.mx1.example.net", "fqdn own ", "a.mx1.example.net"},
            {"example.net", "fqdn ", "example.net"},
            {"example.org", "fqdn own ", "example.org"},
            {"branch.example.org", "fqdn own ", "branch.example.org"},
            {"notexample.org", "fqdn ", "notexample.org"},
            {"example.org.example.com", "fqdn ", "example.org.example.com"},
            {"BÜCHER.example", "fqdn own ", "xn--bcher-kva.example"},
            {"xn--bcher-kva.example", "fqdn own ", "xn--bcher-kva.example"},
            {"gate", "", "gate"}, // many are called that
        };
        for (const auto& c : cases) {
            CAPTURE(c.helo);
            const auto facts = shape(c.helo, c.address);
            CHECK(flags(facts) == c.flags);
            CHECK(facts.name == c.name);
            CHECK(facts.resolves == Known::Unknown);
            CHECK(facts.matches == Known::Unknown);
        }
    }

    TEST_CASE("a HELO of any length is bounded and is no name")
    {
        for (const std::string& helo :
             {std::string(65'536, 'a'), std::string(65'536, '\n'),
              '[' + std::string(65'536, '7') + ']',
              std::string(250, 'a') + ".example.net"}) {
            const auto facts = shape(helo);
            CHECK(flags(facts) == "");
            CHECK(facts.name.size() <= max_helo);
        }
    }

    TEST_CASE("a HELO that has the client's address resolves and matches")
    {
        FakeResolver dns;
        dns.with("mail.example", {"192.0.2.6", "192.0.2.7", "2001:db8::7"});
        for (const auto* address : {"192.0.2.7", "2001:db8::7"}) {
            CAPTURE(address);
            const auto facts = asked(dns, "Mail.Example", address);
            CHECK(facts.resolves == Known::Yes);
            CHECK(facts.matches == Known::Yes);
        }
        CHECK(dns.asked() ==
              std::vector<std::string>{"A mail.example", "AAAA mail.example"});
    }

    TEST_CASE("a HELO that has other addresses resolves and does not match")
    {
        FakeResolver dns;
        dns.with("v4.example", {"192.0.2.9"}).with("v6.example", {"2001:db8::9"});
        for (const auto* helo : {"v4.example", "v6.example"})
            for (const auto* address : {"192.0.2.7", "2001:db8::7"}) {
                CAPTURE(helo);
                CAPTURE(address);
                const auto facts = asked(dns, helo, address);
                CHECK(facts.resolves == Known::Yes);
                CHECK(facts.matches == Known::No);
            }
    }

    TEST_CASE("a HELO without any address does not resolve")
    {
        FakeResolver dns;
        dns.with_texts("empty.example", {"v=spf1 -all"});
        for (const auto* helo : {"none.example", "empty.example"}) {
            CAPTURE(helo);
            const auto facts = asked(dns, helo);
            CHECK(facts.resolves == Known::No);
            CHECK(facts.matches == Known::No);
        }
    }

    TEST_CASE("a failed lookup leaves everything unknown, our own names too")
    {
        FakeResolver dns;
        dns.failing("mail.example").failing("branch.example.org");
        for (const auto* helo : {"mail.example", "branch.example.org"}) {
            CAPTURE(helo);
            const auto facts = asked(dns, helo);
            CHECK(facts.resolves == Known::Unknown);
            CHECK(facts.matches == Known::Unknown);
            CHECK(!facts.own_name);
        }
    }

    TEST_CASE("our own name is held against strangers alone")
    {
        FakeResolver dns;
        dns.with("branch.example.org", {"192.0.2.7"})
            .with("mx1.example.net", {"192.0.2.1"});
        CHECK(!asked(dns, "branch.example.org").own_name);
        CHECK(asked(dns, "branch.example.org", "192.0.2.66").own_name);
        CHECK(asked(dns, "mx1.example.net").own_name);
        CHECK(asked(dns, "nowhere.example.org").own_name);
    }

    TEST_CASE("a HELO that is no FQDN is not asked for")
    {
        const FakeResolver dns;
        for (const auto* helo : {"", "localhost", "pc7", "[192.0.2.7]", "192.0.2.7",
                                 "printer.local", "gate"})
            CHECK(asked(dns, helo) == shape(helo));
        CHECK(dns.asked().empty());
    }

    TEST_CASE("the confirmed name at HELO matches whatever became of its lookup")
    {
        FakeResolver dns;
        dns.failing("branch.example.org");
        const auto facts = with_reverse(asked(dns, "branch.example.org"),
                                        confirmed("branch.example.org"));
        CHECK(facts.resolves == Known::Yes);
        CHECK(facts.matches == Known::Yes);
        CHECK(
            !with_reverse(shape("branch.example.org"), confirmed("Branch.example.org"))
                 .own_name);
    }

    TEST_CASE("a name that is another one or not confirmed says nothing about HELO")
    {
        auto forged = confirmed("mail.example.org");
        forged.state = State::Unconfirmed;
        for (const auto& reverse :
             {forged, confirmed("other.example"), ReverseName{}}) {
            const auto facts = shape("mail.example.org");
            CHECK(with_reverse(facts, reverse) == facts);
        }
    }
}

} // namespace mailreeve::rdns
