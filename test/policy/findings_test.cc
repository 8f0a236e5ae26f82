#include "policy/findings.hh"

#include "test/policy/facts.hh"

#include <doctest/doctest.h>

namespace mailreeve::policy {

using score::Answered;
using score::Finding;
using score::Points;

namespace {

std::string said(const std::vector<Finding>& findings)
{
    std::string text;
    for (const auto& finding : findings) {
        text += text.empty() ? "" : ", ";
        text += finding.symbol + '=';
        text +=
            finding.answered == Answered::Unknown ? "unknown" : finding.points.text();
    }
    return text;
}

inspect::Facts with_helo(const rdns::HeloFacts& helo)
{
    auto facts = test::good();
    facts.client.helo = helo;
    return facts;
}

} // namespace

TEST_SUITE("policy")
{
    TEST_CASE("a good client has no findings")
    {
        CHECK(findings(test::good(), test::rules()).empty());
        CHECK(findings({}, test::rules()).empty());
    }

    TEST_CASE("each state of reverse DNS has its own finding")
    {
        struct Case {
            rdns::State state;
            const char* findings;
        };
        const Case cases[] = {
            {rdns::State::Confirmed, ""},
            {rdns::State::Unconfirmed, "RDNS_UNCONFIRMED=2.50"},
            {rdns::State::Missing, "RDNS_MISSING=5.00"},
            {rdns::State::InvalidName, "RDNS_INVALID=2.50"},
            {rdns::State::TemporaryFailure, "RDNS_UNKNOWN=unknown"},
            {rdns::State::Exempt, ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.findings);
            CHECK(said(findings(test::with_reverse(c.state), test::rules())) ==
                  c.findings);
        }
    }

    TEST_CASE("a rule whose action is accept counts nothing and is still told")
    {
        auto rules = test::rules();
        rules.reverse_dns.missing.action = rdns::Action::Accept;
        CHECK(said(findings(test::with_reverse(rdns::State::Missing), rules)) ==
              "RDNS_MISSING=0.00");
    }

    TEST_CASE("a dynamic-looking name is a finding of its own")
    {
        auto facts = test::good();
        facts.client.generic = rdns::Generic{rdns::Generic::Kind::DynamicToken, "dsl"};
        CHECK(findings(facts, test::rules()) ==
              std::vector<Finding>{{"RDNS_DYNAMIC", Points::hundredths(150), "dsl"}});
    }

    TEST_CASE("what is wrong with a HELO is told, each thing once")
    {
        using rdns::Known;
        struct Case {
            const char* name;
            rdns::HeloFacts helo;
            const char* findings;
        };
        const Case cases[] = {
            {"good",
             {true, false, false, false, Known::Yes, Known::Yes, "a.example"},
             ""},
            {"no name",
             {false, false, false, false, Known::Unknown, Known::Unknown, "pc7"},
             "HELO_NOT_FQDN=1.20"},
            {"right literal",
             {false, true, false, false, Known::Yes, Known::Yes, "[192.0.2.7]"},
             ""},
            {"wrong literal",
             {false, true, true, false, Known::Yes, Known::Yes, "[192.0.2.8]"},
             "HELO_LITERAL_WRONG=2.00"},
            {"our own name",
             {true, false, false, true, Known::Yes, Known::No, "mx1.example.net"},
             "HELO_OWN_NAME=5.00, HELO_MISMATCH=0.50"},
            {"does not resolve",
             {true, false, false, false, Known::No, Known::No, "no.example"},
             "HELO_UNRESOLVABLE=1.50"},
            {"does not match",
             {true, false, false, false, Known::Yes, Known::No, "a.example"},
             "HELO_MISMATCH=0.50"},
            {"lookup failed",
             {true, false, false, false, Known::Unknown, Known::Unknown, "a.example"},
             "HELO_UNKNOWN=unknown"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(said(findings(with_helo(c.helo), test::rules())) == c.findings);
        }
    }

    TEST_CASE("a listing is told with its answer and the list's own words")
    {
        auto facts = test::good();
        facts.client.lists = {
            test::fact(test::list(rbl::Action::Score), rbl::NotListed{}),
            test::fact(test::list(rbl::Action::Score),
                       test::listed(400, "spam source"))};
        CHECK(findings(facts, test::rules()) ==
              std::vector<Finding>{{"RBL_BL_HIT", Points::hundredths(400),
                                    "bl.example=127.0.0.2 \"spam source\""}});
    }

    TEST_CASE("a listed domain is named in the evidence")
    {
        auto fact = test::fact(test::list(rbl::Action::Score), test::listed(400));
        fact.subject = rbl::Subject::Helo;
        fact.asked = "spam.example";
        auto facts = test::good();
        facts.client.lists = {fact};
        CHECK(findings(facts, test::rules()).front().evidence ==
              "bl.example=127.0.0.2 for spam.example");
    }

    TEST_CASE("a list that cannot be used is unknown and counts nothing")
    {
        struct Case {
            rbl::Unusable why;
            const char* evidence;
        };
        const Case cases[] = {
            {rbl::Unusable::NoAnswer, "bl.example: no answer"},
            {rbl::Unusable::NotWaitedFor, "bl.example: silent, not waited for"},
            {rbl::Unusable::Refused, "bl.example: refused us"},
            {rbl::Unusable::NotBlocklist, "bl.example: answered from outside 127/8"},
            {rbl::Unusable::UnknownCode,
             "bl.example: answered with a code that is not configured"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.evidence);
            auto facts = test::good();
            facts.client.lists = {test::fact(test::list(rbl::Action::Score), c.why)};
            CHECK(findings(facts, test::rules()) ==
                  std::vector<Finding>{score::unknown("RBL_BL", c.evidence)});
        }
    }

    TEST_CASE("allow lists together take off no more than their limit")
    {
        auto allow = test::list(rbl::Action::Score);
        allow.kind = rbl::Kind::Allow;
        auto facts = test::good();
        facts.client.lists = {
            test::fact(allow, test::listed(-300)),
            test::fact(allow, test::listed(-300)),
            test::fact(allow, test::listed(-300)),
            test::fact(test::list(rbl::Action::Score), test::listed(100))};
        CHECK(said(findings(facts, test::rules())) ==
              "RBL_BL_HIT=-3.00, RBL_BL_HIT=-2.00, RBL_BL_HIT=0.00, RBL_BL_HIT=1.00");
    }

    TEST_CASE("matches of the administrator's lists are told with their entry")
    {
        struct Case {
            trust::What what;
            const char* allowed;
            const char* denied; // nobody is refused for the recipient
        };
        const Case cases[] = {
            {trust::What::Network, "ALLOWED_NETWORK", "DENIED_NETWORK"},
            {trust::What::Client, "ALLOWED_CLIENT", "DENIED_CLIENT"},
            {trust::What::Sender, "ALLOWED_SENDER", "DENIED_SENDER"},
            {trust::What::Recipient, "ALLOWED_RECIPIENT", nullptr},
        };
        for (const auto& c : cases) {
            CAPTURE(c.allowed);
            auto facts = test::good();
            facts.allowed = trust::Match{c.what, "entry"};
            std::vector<Finding> expected{{c.allowed, {}, "entry"}};
            if (c.denied != nullptr) {
                facts.denied = trust::Match{c.what, "other"};
                expected.insert(expected.begin(), {c.denied, {}, "other"});
            }
            CHECK(findings(facts, test::rules()) == expected);
        }
    }
}

} // namespace mailreeve::policy
