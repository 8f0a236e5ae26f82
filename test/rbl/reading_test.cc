#include "mailreeve/rbl/reading.hh"

#include "test/rbl/lists.hh"
#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::rbl {

using test::ip;

namespace {

dns::AddressAnswer found(const std::vector<std::string>& addresses)
{
    dns::AddressAnswer answer;
    answer.outcome = dns::Outcome::Found;
    for (const auto& address : addresses)
        answer.records.push_back(ip(address));
    return answer;
}

dns::AddressAnswer without(dns::Outcome outcome)
{
    dns::AddressAnswer answer;
    answer.outcome = outcome;
    return answer;
}

List refusing(std::string zone, std::vector<CodeRule> codes, const char* refusal)
{
    auto made = list(std::move(zone), std::move(codes));
    made.refusals.push_back(CodeMatch::parse(refusal).value());
    return made;
}

List zen()
{
    return list("zen.example",
                {rule("127.0.0.2", 500, "SBL"), rule("127.0.0.4-7", 400, "XBL"),
                 rule("127.0.0.10", 300, "PBL"), rule("127.0.0.11", 200, "PBL")});
}

List uri()
{
    return refusing("uri.example",
                    {rule("mask 2", 400, "BLACK"), rule("mask 4", 100, "GREY"),
                     rule("mask 8", 200, "RED")},
                    "127.0.0.1");
}

List friends()
{
    return refusing("friends.example",
                    {rule("127.0.x.0", -10, "NONE"), rule("127.0.x.3", -500, "HIGH")},
                    "127.0.0.255");
}

std::string words(const Listing& listing)
{
    if (std::holds_alternative<NotListed>(listing))
        return "not listed";
    if (const auto* why = std::get_if<Unusable>(&listing))
        return std::string{name(*why)};
    std::string all;
    for (const auto& hit : std::get<Listed>(listing).hits)
        all += (all.empty() ? "" : " ") + hit.symbol + "=" + hit.code.text() + "/" +
               hit.points.text();
    return all;
}

} // namespace

TEST_SUITE("rbl")
{
    TEST_CASE("an address is asked for with its octets or nibbles reversed")
    {
        CHECK(query_name(ip("192.0.2.7"), "bl.example") == "7.2.0.192.bl.example");
        CHECK(query_name(ip("::ffff:192.0.2.7"), "bl.example") ==
              "7.2.0.192.bl.example");
        CHECK(query_name(ip("2001:db8::1"), "bl.example") ==
              "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
              "0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example");
        // RFC 5782 5: the test points of an IPv4 and an IPv6 list
        CHECK(query_name(ip("127.0.0.2"), "bl.example") == "2.0.0.127.bl.example");
        CHECK(query_name(ip("::2"), "bl.example") ==
              "2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
              "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.example");
    }

    TEST_CASE("a domain is asked for as it is, unless the name grows too long")
    {
        const auto domain = mail::Domain::parse("Mail.Example.NET").value();
        CHECK(query_name(domain, "dbl.example") == "mail.example.net.dbl.example");
        std::string labels;
        for (int n = 0; n < 62; ++n)
            labels += "abc.";
        const auto longest = mail::Domain::parse(labels + "de").value();
        CHECK_FALSE(query_name(longest, "dbl.example").has_value());
    }

    TEST_CASE("a zone's reply decides the listing")
    {
        struct Case {
            const char* name;
            List list;
            std::vector<std::string> reply;
            const char* expected;
        };
        const Case cases[] = {
            {"one code", zen(), {"127.0.0.2"}, "SBL=127.0.0.2/5.00"},
            {"a range", zen(), {"127.0.0.6"}, "XBL=127.0.0.6/4.00"},
            {"two codes",
             zen(),
             {"127.0.0.2", "127.0.0.10"},
             "SBL=127.0.0.2/5.00 PBL=127.0.0.10/3.00"},
            {"a symbol speaks once, in its strongest code",
             zen(),
             {"127.0.0.11", "127.0.0.10"},
             "PBL=127.0.0.10/3.00"},
            {"an unknown code", zen(), {"127.0.0.99"}, "unknown-code"},
            {"127.0.0.1 is no listing", zen(), {"127.0.0.1"}, "unknown-code"},
            {"an unknown code beside a known one",
             zen(),
             {"127.0.0.2", "127.0.0.99"},
             "unknown-code"},
            {"mistyped zone", zen(), {"127.255.255.252"}, "refused"},
            {"public resolver", zen(), {"127.255.255.254"}, "refused"},
            {"too many questions", zen(), {"127.255.255.255"}, "refused"},
            {"the whole network refuses", zen(), {"127.255.255.0"}, "refused"},
            {"a refusal beside a code",
             zen(),
             {"127.0.0.2", "127.255.255.254"},
             "refused"},
            {"parked", zen(), {"203.0.113.80"}, "not-a-blocklist"},
            {"a code beside a lie",
             zen(),
             {"127.0.0.2", "203.0.113.80"},
             "not-a-blocklist"},
            {"an IPv6 answer", zen(), {"::1"}, "not-a-blocklist"},
            {"one bit", uri(), {"127.0.0.2"}, "BLACK=127.0.0.2/4.00"},
            {"two bits",
             uri(),
             {"127.0.0.10"},
             "BLACK=127.0.0.10/4.00 RED=127.0.0.10/2.00"},
            {"URIBL refuses", uri(), {"127.0.0.1"}, "refused"},
            {"a bit that nobody knows", uri(), {"127.0.0.16"}, "unknown-code"},
            {"allowed", friends(), {"127.0.9.3"}, "HIGH=127.0.9.3/-5.00"},
            {"DNSWL over its quota", friends(), {"127.0.0.255"}, "refused"},
            {"Validity wants an account", friends(), {"127.255.255.255"}, "refused"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(words(interpret(found(c.reply), c.list).listing) == c.expected);
        }
    }

    TEST_CASE("no reply is ever taken for more than it says")
    {
        struct Case {
            const char* name;
            dns::AddressAnswer answer;
            const char* expected;
        };
        const Case cases[] = {
            {"no such name", without(dns::Outcome::NoSuchName), "not listed"},
            {"no data", without(dns::Outcome::NoData), "not listed"},
            {"failed", without(dns::Outcome::Failed), "no-answer"},
            {"found nothing", without(dns::Outcome::Found), "no-answer"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(words(interpret(c.answer, zen()).listing) == c.expected);
        }
    }

    TEST_CASE("what cannot be used is told in one sentence that says what to do")
    {
        struct Case {
            const char* answer;
            const char* sentence;
        };
        const Case cases[] = {
            {"203.0.113.80",
             "zen.example answered 203.0.113.80, which no blocklist does: its domain "
             "is "
             "parked or your resolver rewrites answers; take it out of rbl.lists or "
             "change dns.servers"},
            {"127.255.255.252",
             "zen.example answered 127.255.255.252, which means that the name of the "
             "zone is mistyped: correct `zone` or `key` in rbl.lists"},
            {"127.255.255.254",
             "zen.example answered 127.255.255.254, which means that it does not serve "
             "public or unnamed resolvers: set dns.servers to a resolver of your own"},
            {"127.255.255.255",
             "zen.example answered 127.255.255.255, by which it turns this resolver "
             "away: register with the list or buy a feed, ask less, use a resolver of "
             "your own, or take it out of rbl.lists"},
            {"127.0.0.99",
             "zen.example answered 127.0.0.99, a code that is not configured: give it "
             "points under `codes` once the list's own pages have told you what it "
             "means"},
        };
        for (const auto& c : cases) {
            const auto reading = interpret(found({c.answer}), zen());
            CHECK(reading.answered == c.answer);
            CHECK(sentence(std::get<Unusable>(reading.listing), zen(),
                           reading.answered) == c.sentence);
        }
        CHECK(sentence(Unusable::NoAnswer, zen(), {})
                  .starts_with("zen.example did not answer"));
        CHECK(sentence(Unusable::NotWaitedFor, zen(), {})
                  .starts_with("zen.example has fallen silent"));
    }

    TEST_CASE("evidence is bounded")
    {
        dns::TextAnswer answer{dns::Outcome::Found, {}, {"one", "two"}, {}};
        CHECK(evidence(answer) == "one; two");
        answer.records.assign(1000, std::string(1000, 'x'));
        CHECK(evidence(answer).size() == max_evidence);
        answer.outcome = dns::Outcome::Failed;
        CHECK(evidence(answer).empty());
    }
}

} // namespace mailreeve::rbl
