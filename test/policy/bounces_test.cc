#include "policy/bounces.hh"

#include "policy/decide.hh"
#include "test/policy/facts.hh"

#include <doctest/doctest.h>

namespace mailreeve::policy {

using bounce::Action;
using BounceMode = bounce::Mode;
using bounce::Outcome;
using test::good;
using test::rules;

namespace {

inspect::Facts came_back(Outcome outcome, BounceMode mode)
{
    auto facts = good();
    facts.bounce.emplace();
    facts.bounce->judgement.kind = bounce::Class::Dsn;
    facts.bounce->judgement.outcome = outcome;
    facts.bounce->judgement.detail = "because";
    facts.bounce->mode = mode;
    facts.bounce->learning = mode == BounceMode::Learn;
    return facts;
}

// "quarantine BOUNCE_INVALID", "accept BOUNCE_INVALID withheld=quarantine"
std::string told(const Decision& decision)
{
    std::string text{name(decision.verdict)};
    if (!decision.cause.empty())
        text += ' ' + decision.cause;
    if (decision.withheld)
        text += " withheld=" + std::string{name(*decision.withheld)};
    return text;
}

// "BOUNCE_INVALID=0.00 dsn: because"
std::string finding(const Decision& decision)
{
    if (decision.findings.empty())
        return {};
    const auto& found = decision.findings.front();
    return found.symbol + '=' + found.points.text() + ' ' + found.evidence;
}

} // namespace

TEST_SUITE("policy")
{
    TEST_CASE("an outcome leads to what its mode and its row say")
    {
        struct Row {
            Outcome outcome;
            BounceMode mode;
            const char* verdict;
            const char* finding;
        };
        const Row rows[] = {
            {Outcome::NotBounce, BounceMode::Strict, "accept", ""},
            {Outcome::Exempt, BounceMode::Strict, "accept", ""},
            {Outcome::Valid, BounceMode::Strict, "accept",
             "BOUNCE_VALID=0.00 dsn: because"},
            {Outcome::ValidForwarded, BounceMode::Strict, "accept",
             "BOUNCE_FORWARDED=0.00 dsn: because"},
            {Outcome::Expired, BounceMode::Liberal, "accept",
             "BOUNCE_EXPIRED=1.00 dsn: because"},
            {Outcome::Replayed, BounceMode::Liberal, "quarantine BOUNCE_REPLAYED",
             "BOUNCE_REPLAYED=0.00 dsn: because"},
            {Outcome::Invalid, BounceMode::Liberal, "quarantine BOUNCE_INVALID",
             "BOUNCE_INVALID=0.00 dsn: because"},
            {Outcome::Unverifiable, BounceMode::Liberal, "accept",
             "BOUNCE_UNVERIFIABLE=1.50 dsn: because"},
            {Outcome::Unverifiable, BounceMode::Strict,
             "quarantine BOUNCE_UNVERIFIABLE", "BOUNCE_UNVERIFIABLE=0.00 dsn: because"},
            {Outcome::Invalid, BounceMode::Learn,
             "accept BOUNCE_INVALID withheld=quarantine",
             "BOUNCE_INVALID=0.00 dsn: because (learning: counts nothing)"},
            {Outcome::Unverifiable, BounceMode::Learn, "accept",
             "BOUNCE_UNVERIFIABLE=0.00 dsn: because (learning: counts nothing)"},
        };
        for (const auto& row : rows) {
            const auto decision =
                decide_message(came_back(row.outcome, row.mode), rules());
            CAPTURE(bounce::name(row.outcome));
            CHECK(told(decision) == row.verdict);
            CHECK(finding(decision) == row.finding);
        }
    }

    TEST_CASE("in a storm what cannot be proved is taken for a forgery")
    {
        auto facts = came_back(Outcome::Unverifiable, BounceMode::Liberal);
        facts.bounce->storm = true;
        const auto decision = decide_message(facts, rules());
        CHECK(told(decision) == "quarantine BOUNCE_UNVERIFIABLE");
        CHECK(finding(decision) == "BOUNCE_UNVERIFIABLE=0.00 dsn: because (one of very "
                                   "many to this recipient)");
    }

    TEST_CASE("a fault of ours holds nothing, and tightens nothing")
    {
        auto facts = came_back(Outcome::Unverifiable, BounceMode::Strict);
        facts.bounce->answered = false;
        CHECK(told(decide_message(facts, rules())) == "accept");
        facts.bounce->storm = true;
        CHECK(told(decide_message(facts, rules())) == "accept");
        auto harsh = rules();
        harsh.bounces.unverifiable = {Action::Reject, {}};
        CHECK(told(decide_message(facts, harsh)) == "tag BOUNCE_UNVERIFIABLE");
    }

    TEST_CASE("what only sounds like a bounce is never held for it")
    {
        for (const auto outcome : {Outcome::Unverifiable, Outcome::Invalid}) {
            auto facts = came_back(outcome, BounceMode::Strict);
            facts.bounce->sure = false;
            facts.bounce->storm = true;
            const auto decision = decide_message(facts, rules());
            CHECK(told(decision) == "accept");
            CHECK(decision.score.text() == "1.50");
        }
    }

    TEST_CASE("who learns is told what his mode would do")
    {
        auto facts = came_back(Outcome::Unverifiable, BounceMode::Strict);
        facts.bounce->learning = true;
        CHECK(told(decide_message(facts, rules())) ==
              "accept BOUNCE_UNVERIFIABLE withheld=quarantine");
        facts.bounce->mode = BounceMode::Liberal;
        CHECK(told(decide_message(facts, rules())) == "accept");
    }

    TEST_CASE("an address that sends nothing gets no bounce, whatever proves it")
    {
        for (const auto outcome :
             {Outcome::Valid, Outcome::Invalid, Outcome::Unverifiable}) {
            auto facts = came_back(outcome, BounceMode::Liberal);
            facts.bounce->never_sends = true;
            CHECK(told(decide_message(facts, rules())) ==
                  "quarantine BOUNCE_NEVER_SENDS");
        }
        auto reply = came_back(Outcome::NotBounce, BounceMode::Liberal);
        reply.bounce->never_sends = true;
        CHECK(told(decide_message(reply, rules())) == "accept");
    }

    TEST_CASE("each action does what it says")
    {
        struct Row {
            Action action;
            const char* verdict;
            const char* points;
        };
        const Row rows[] = {
            {Action::Accept, "accept", "0.00"},
            {Action::Score, "tag", "6.00"}, // over the threshold by its points
            {Action::Tag, "tag", "6.00"},
            {Action::Quarantine, "quarantine BOUNCE_INVALID", "6.00"},
            {Action::Reject, "reject BOUNCE_INVALID", "6.00"},
        };
        for (const auto& row : rows) {
            auto asked = rules();
            asked.bounces.invalid = {row.action, score::Points::hundredths(600)};
            const auto decision =
                decide_message(came_back(Outcome::Invalid, BounceMode::Liberal), asked);
            CAPTURE(row.verdict);
            CHECK(told(decision) == row.verdict);
            CHECK(decision.score.text() == row.points);
        }
    }

    TEST_CASE("a tag without points marks a clean message, too")
    {
        auto asked = rules();
        asked.bounces.invalid = {Action::Tag, {}};
        const auto decision =
            decide_message(came_back(Outcome::Invalid, BounceMode::Liberal), asked);
        CHECK(decision.verdict == Verdict{Tag{"[SPAM] "}});
        CHECK(decision.cause == "BOUNCE_INVALID");
    }

    TEST_CASE("a refusal says why, and spares who runs the domain")
    {
        auto asked = rules();
        asked.bounces.invalid = {Action::Reject, {}};
        auto facts = came_back(Outcome::Invalid, BounceMode::Liberal);
        const auto refused = decide_message(facts, asked);
        REQUIRE(reply(refused.verdict) != nullptr);
        CHECK(*reply(refused.verdict) ==
              Reply{550, "5.7.1",
                    "Message refused. Nothing shows that it answers mail that Example "
                    "Ltd has sent"});
        facts.to_role = true;
        CHECK(told(decide_message(facts, asked)) == "tag BOUNCE_INVALID");
    }

    TEST_CASE("nothing of a bounce is refused before its end")
    {
        auto asked = rules();
        asked.bounces.invalid = {Action::Reject, {}};
        CHECK(told(decide_recipient(came_back(Outcome::Invalid, BounceMode::Strict),
                                    asked)) == "accept");
    }

    TEST_CASE("who is trusted may bounce what he likes")
    {
        auto facts = came_back(Outcome::Invalid, BounceMode::Strict);
        facts.allowed = trust::Match{trust::What::Network, "192.0.2.0/24"};
        CHECK(told(decide_message(facts, rules())) == "accept");
    }

    TEST_CASE("a proof excuses no score")
    {
        auto facts = came_back(Outcome::Valid, BounceMode::Strict);
        facts.client.lists.push_back(
            test::fact(test::list(rbl::Action::Score), test::listed(1200)));
        CHECK(told(decide_message(facts, rules())) == "quarantine");
    }

    TEST_CASE("in mode observe nothing is held")
    {
        auto asked = rules();
        asked.mode = policy::Mode::Observe;
        CHECK(told(decide_message(came_back(Outcome::Invalid, BounceMode::Strict),
                                  asked)) ==
              "accept BOUNCE_INVALID withheld=quarantine");
    }

    TEST_CASE("a refusal that not all recipients share becomes a hold with its reason")
    {
        auto asked = rules();
        asked.bounces.invalid = {Action::Reject, {}};
        const std::vector decisions{
            decide_message(came_back(Outcome::Invalid, BounceMode::Liberal), asked),
            decide_message(good(), rules())};
        CHECK(combine(decisions, Holding::Message).message.verdict ==
              Verdict{Quarantine{"BOUNCE_INVALID, not refused by all recipients"}});
    }
}

} // namespace mailreeve::policy
