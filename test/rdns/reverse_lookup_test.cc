#include "mailreeve/rdns/reverse_lookup.hh"

#include "test/support/fake_resolver.hh"
#include "test/support/ip.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <thread>

namespace mailreeve::rdns {

using test::FakeResolver;
using test::ip;
using test::network;

namespace {

// The answer, which must be there without waiting.
ReverseName asked(const FakeResolver& dns, const char* address = "192.0.2.7")
{
    const auto answer = look_up(ip(address), dns);
    if (const auto* found = answer.peek())
        return *found;
    FAIL("not answered");
    return {};
}

// Answers address questions when told to, on the thread that tells it.
class HeldResolver final : public dns::Resolver {
public:
    explicit HeldResolver(const std::vector<std::string>& hosts)
    {
        for (const auto& host : hosts)
            answers_[host];
        names_ = {dns::Outcome::Found, dns::Failure::None, hosts, {}};
    }

    void answer(const std::string& host, dns::AddressAnswer answer) const
    {
        answers_.at(host).set(std::move(answer));
    }

    Future<dns::AddressAnswer> addresses(const std::string& host,
                                         net::Family) const override
    {
        return answers_.at(host).future();
    }
    Future<dns::NameAnswer> names(const net::IpAddress&) const override
    {
        return Future<dns::NameAnswer>::ready(names_);
    }
    Future<dns::TextAnswer> texts(const std::string&) const override
    {
        return Future<dns::TextAnswer>::ready({});
    }
    Future<dns::NameAnswer> exchangers(const std::string&) const override
    {
        return Future<dns::NameAnswer>::ready({});
    }

private:
    std::map<std::string, Promise<dns::AddressAnswer>> answers_;
    dns::NameAnswer names_;
};

const dns::AddressAnswer nowhere{dns::Outcome::NoSuchName, dns::Failure::None, {}, {}};

} // namespace

TEST_SUITE("rdns")
{
    TEST_CASE("a name that has the client's address is confirmed")
    {
        FakeResolver dns;
        dns.with_names("192.0.2.7", {"Mail.Example.NET"})
            .with("mail.example.net", {"192.0.2.6", "192.0.2.7"});
        const auto found = asked(dns);
        CHECK(found.state == State::Confirmed);
        CHECK(found.name == "mail.example.net");
        CHECK(found.names == std::vector<std::string>{"mail.example.net"});
        CHECK(found.detail.empty());
    }

    TEST_CASE("an IPv6 client is confirmed by AAAA")
    {
        FakeResolver dns;
        dns.with_names("2001:db8::7", {"mail.example"})
            .with_names("2001:db8::8", {"v4.example"})
            .with("mail.example", {"192.0.2.7", "2001:db8::7"})
            .with("v4.example", {"192.0.2.7"});
        CHECK(asked(dns, "2001:db8::7").state == State::Confirmed);
        const auto other = asked(dns, "2001:db8::8");
        CHECK(other.state == State::Unconfirmed);
        CHECK(other.detail == "v4.example has no AAAA record");
    }

    TEST_CASE("a forged name is not confirmed, and the reason is told")
    {
        struct Case {
            const char* name;
            std::vector<std::string> addresses;
            const char* detail;
        };
        const Case cases[] = {
            {"another address",
             {"192.0.2.9"},
             "m.example has 192.0.2.9, not 192.0.2.7"},
            {"many addresses",
             {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"},
             "m.example has 192.0.2.1, 192.0.2.2, 192.0.2.3, ..., not 192.0.2.7"},
            {"none of this family", {"2001:db8::7"}, "m.example has no A record"},
            {"no such name", {}, "m.example does not exist"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto found =
                asked(FakeResolver{}
                          .with_names("192.0.2.7", {"m.example"})
                          .with("x.example", {"192.0.2.7"})
                          .with(c.addresses.empty() ? "y.example" : "m.example",
                                c.addresses));
            CHECK(found.state == State::Unconfirmed);
            CHECK(found.name == "m.example");
            CHECK(found.detail == c.detail);
        }
    }

    TEST_CASE("an address without PTR has none, whether its name exists or not")
    {
        CHECK(asked(FakeResolver{}).state == State::Missing);
        CHECK(asked(FakeResolver{}.with_names("192.0.2.7", {})).state ==
              State::Missing);
    }

    TEST_CASE("a failed lookup is never a missing or unconfirmed name")
    {
        const auto ptr = asked(FakeResolver{}.failing_names("192.0.2.7"));
        CHECK(ptr.state == State::TemporaryFailure);
        CHECK(ptr.detail == "PTR: timeout");

        const auto forward =
            asked(FakeResolver{}
                      .with_names("192.0.2.7", {"a.example", "b.example"})
                      .with("a.example", {"192.0.2.9"})
                      .failing("b.example"));
        CHECK(forward.state == State::TemporaryFailure);
        CHECK(forward.name == "a.example");
        CHECK(forward.detail == "a.example has 192.0.2.9, not 192.0.2.7; "
                                "A of b.example: timeout");
    }

    TEST_CASE("one match confirms beside failures, and waits for nobody")
    {
        FakeResolver dns;
        dns.with_names("192.0.2.7",
                       {"a.example", "b.example", "c.example", "d.example"})
            .failing("a.example")
            .silent("b.example")
            .with("c.example", {"192.0.2.7"})
            .silent("d.example");
        const auto found = asked(dns);
        CHECK(found.state == State::Confirmed);
        CHECK(found.name == "c.example");
        CHECK(found.names.size() == 4);
    }

    TEST_CASE("as long as one name may still confirm, nothing is said")
    {
        FakeResolver dns;
        dns.with_names("192.0.2.7", {"a.example", "b.example"}).silent("b.example");
        CHECK(!look_up(ip("192.0.2.7"), dns).is_ready());
    }

    TEST_CASE("answers may come on several threads at once")
    {
        const std::vector<std::string> hosts{"a.example", "b.example", "c.example",
                                             "d.example", "e.example"};
        const dns::AddressAnswer match{
            dns::Outcome::Found, dns::Failure::None, {ip("192.0.2.7")}, {}};
        for (const auto& last : {match, nowhere}) {
            const HeldResolver dns{hosts};
            const auto found = look_up(ip("192.0.2.7"), dns);
            std::vector<std::jthread> threads;
            threads.reserve(hosts.size());
            for (const auto& host : hosts)
                threads.emplace_back([&dns, &host, &last] {
                    dns.answer(host, host == "e.example" ? last : nowhere);
                });
            threads.clear(); // they have all answered
            REQUIRE(found.is_ready());
            CHECK(found.peek()->state ==
                  (last == match ? State::Confirmed : State::Unconfirmed));
        }
    }

    TEST_CASE("an answer after the match changes nothing")
    {
        const HeldResolver dns{{"a.example", "b.example"}};
        const auto found = look_up(ip("192.0.2.7"), dns);
        dns.answer("b.example",
                   {dns::Outcome::Found, dns::Failure::None, {ip("192.0.2.7")}, {}});
        REQUIRE(found.is_ready());
        const auto before = *found.peek();
        dns.answer("a.example", {dns::Outcome::Failed, dns::Failure::Timeout, {}, {}});
        CHECK(*found.peek() == before);
        CHECK(before.state == State::Confirmed);
    }

    TEST_CASE("of many names at most five are asked for, each once")
    {
        std::vector<std::string> names;
        for (int n = 0; n < 500; ++n) {
            names.push_back("H" + std::to_string(n) + ".example");
            names.push_back("h" + std::to_string(n) + ".example.");
        }
        FakeResolver dns;
        dns.with_names("192.0.2.7", names);
        const auto found = asked(dns);
        CHECK(found.state == State::Unconfirmed);
        CHECK(found.more);
        CHECK(found.names == std::vector<std::string>{"h0.example", "h1.example",
                                                      "h2.example", "h3.example",
                                                      "h4.example"});
        CHECK(dns.asked().size() == 6);
    }

    TEST_CASE("a name given twice is no second name")
    {
        FakeResolver dns;
        dns.with_names("192.0.2.7", {"a.example", "A.example", "b.example", "c.example",
                                     "d.example", "e.example"});
        const auto found = asked(dns);
        CHECK(!found.more);
        CHECK(found.names.size() == 5);
    }

    TEST_CASE("names that no host can have are neither asked for nor shown raw")
    {
        using namespace std::string_literals;
        const std::string hostile[] = {
            "mail\033]0;owned\007.example",
            "mail\n.example",
            "mail\0.example"s,
            "a'--.example",
            "<script>.example",
            "m\xff.example",
            "trusted\\.example.net",
            "a\\046b.example",
            "\\000\\010.example",
            "localhost",
            "localhost.localdomain",
            "mail",
            "7.2.0.192.in-addr.arpa",
            "printer.local",
            "192.0.2.7",
            "",
            std::string(64, 'a') + ".example",
            std::string(70'000, 'a'),
        };
        for (const auto& name : hostile) {
            CAPTURE(name);
            FakeResolver dns;
            dns.with_names("192.0.2.7", {name});
            const auto found = asked(dns);
            CHECK(found.state == State::InvalidName);
            CHECK(dns.asked().size() == 1);
            CHECK(found.names.size() == 1);
            CHECK(found.name.size() <= 1020);
            CHECK(std::ranges::all_of(found.name + found.detail,
                                      [](char c) { return c >= 0x20 && c < 0x7f; }));
        }
    }

    TEST_CASE("an invalid name beside a valid one does no harm")
    {
        FakeResolver dns;
        dns.with_names("192.0.2.7", {"localhost", "mail.example"})
            .with("mail.example", {"192.0.2.7"})
            .with("localhost", {"192.0.2.7"});
        const auto found = asked(dns);
        CHECK(found.state == State::Confirmed);
        CHECK(found.name == "mail.example");
        CHECK(found.names == std::vector<std::string>{"mail.example", "localhost"});
    }

    TEST_CASE("private, shared, link-local and loopback addresses are not asked for")
    {
        for (const auto* address :
             {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.7.7",
              "127.0.0.1", "::1", "fe80::1", "fd00::1"}) {
            CAPTURE(address);
            const FakeResolver dns;
            CHECK(asked(dns, address).state == State::Exempt);
            CHECK(dns.asked().empty());
            CHECK(is_exempt(ip(address), {}));
        }
    }

    TEST_CASE("documentation networks are asked for, unless they are exempt")
    {
        Settings settings;
        CHECK(!is_exempt(ip("198.51.100.7"), settings));
        CHECK(!is_exempt(ip("2001:db8::1"), settings));
        settings.exempt.insert(network("198.51.100.0/24"));
        CHECK(is_exempt(ip("198.51.100.7"), settings));
        CHECK(!is_exempt(ip("198.51.101.7"), settings));
    }

    TEST_CASE("each state has its name and its result of RFC 8601")
    {
        struct Case {
            State state;
            const char* name;
            const char* iprev;
        };
        const Case cases[] = {
            {State::Confirmed, "confirmed", "pass"},
            {State::Unconfirmed, "unconfirmed", "fail"},
            {State::Missing, "missing", "permerror"},
            {State::InvalidName, "invalid", "fail"},
            {State::TemporaryFailure, "temporary_failure", "temperror"},
            {State::Exempt, "exempt", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(name(c.state) == c.name);
            CHECK(iprev(c.state) == c.iprev);
        }
    }
}

} // namespace mailreeve::rdns
