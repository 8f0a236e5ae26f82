#include "policy/decide.hh"

#include "test/policy/facts.hh"

#include <doctest/doctest.h>

namespace mailreeve::policy {

using rdns::Action;
using test::good;
using test::rules;

namespace {

Rules rules_with(rdns::Rule rdns::Settings::*rule, Action action)
{
    auto changed = rules();
    (changed.reverse_dns.*rule).action = action;
    return changed;
}

std::string verdict(const Decision& decision)
{
    auto text = std::string{name(decision.verdict)};
    if (const auto* said = reply(decision.verdict))
        text += ' ' + std::to_string(said->code) + ' ' + said->enhanced;
    return decision.cause.empty() ? text : text + ' ' + decision.cause;
}

struct Row {
    const char* name;
    inspect::Facts facts;
    Rules rules;
    const char* at_rcpt;
};

void check(const Row& row)
{
    CAPTURE(row.name);
    CHECK(verdict(decide_recipient(row.facts, row.rules)) == row.at_rcpt);
}

inspect::Facts never(inspect::Facts facts)
{
    auto list = *facts.client.lists.front().list;
    list.override_never = true;
    facts.client.lists.front().list = std::make_shared<const rbl::List>(list);
    return facts;
}

inspect::Facts allowed(inspect::Facts facts)
{
    facts.allowed = trust::Match{trust::What::Network, "192.0.2.0/24"};
    return facts;
}

inspect::Facts denied(inspect::Facts facts)
{
    facts.denied = trust::Match{trust::What::Network, "192.0.2.0/24"};
    return facts;
}

inspect::Facts known_for(inspect::Facts facts, std::chrono::seconds time)
{
    facts.known_for = time;
    return facts;
}

inspect::Facts with_points(int hundredths)
{
    return test::with_list(rbl::Action::Score, hundredths);
}

Rules with_actions(ScoreAction spam, ScoreAction surespam)
{
    auto changed = rules();
    changed.actions = {spam, surespam};
    return changed;
}

} // namespace

TEST_SUITE("policy")
{
    TEST_CASE("reverse DNS refuses as its rule says")
    {
        using S = rdns::Settings;
        using rdns::State;
        const Row rows[] = {
            {"good", good(), rules(), "accept"},
            {"missing, by default", test::with_reverse(State::Missing), rules(),
             "accept"},
            {"missing: accept", test::with_reverse(State::Missing),
             rules_with(&S::missing, Action::Accept), "accept"},
            {"missing: defer", test::with_reverse(State::Missing),
             rules_with(&S::missing, Action::Defer), "defer 451 4.7.1 RDNS_MISSING"},
            {"missing: reject", test::with_reverse(State::Missing),
             rules_with(&S::missing, Action::Reject), "reject 550 5.7.25 RDNS_MISSING"},
            {"unconfirmed: defer", test::with_reverse(State::Unconfirmed),
             rules_with(&S::unconfirmed, Action::Defer),
             "defer 451 4.7.1 RDNS_UNCONFIRMED"},
            {"invalid: reject", test::with_reverse(State::InvalidName),
             rules_with(&S::invalid, Action::Reject), "reject 550 5.7.25 RDNS_INVALID"},
            {"failed lookup, missing: reject",
             test::with_reverse(State::TemporaryFailure),
             rules_with(&S::missing, Action::Reject), "accept"},
            {"failed lookup: defer", test::with_reverse(State::TemporaryFailure),
             rules_with(&S::temporary_failure, Action::Defer),
             "defer 451 4.4.3 RDNS_UNKNOWN"},
            {"exempt, missing: reject", test::with_reverse(State::Exempt),
             rules_with(&S::missing, Action::Reject), "accept"},
            {"nothing known", inspect::Facts{}, rules_with(&S::missing, Action::Reject),
             "accept"},
        };
        for (const auto& row : rows)
            check(row);
    }

    TEST_CASE("a dynamic name and a bad HELO refuse as their rules say")
    {
        auto dynamic = good();
        dynamic.client.generic =
            rdns::Generic{rdns::Generic::Kind::DynamicToken, "dsl"};
        check({"dynamic: defer", dynamic,
               rules_with(&rdns::Settings::dynamic, Action::Defer),
               "defer 451 4.7.1 RDNS_DYNAMIC"});

        using H = rdns::HeloSettings;
        using rdns::Known;
        struct Case {
            const char* name;
            rdns::HeloFacts helo;
            rdns::Rule H::*rule;
            const char* at_rcpt;
        };
        const Case cases[] = {
            {"no name",
             {false, false, false, false, Known::Unknown, Known::Unknown, ""},
             &H::not_fqdn,
             "reject 550 5.7.1 HELO_NOT_FQDN"},
            {"wrong literal",
             {false, true, true, false, Known::Unknown, Known::Unknown, ""},
             &H::literal_wrong,
             "reject 550 5.7.1 HELO_LITERAL_WRONG"},
            {"own name",
             {true, false, false, true, Known::Yes, Known::Yes, ""},
             &H::own_name,
             "reject 550 5.7.1 HELO_OWN_NAME"},
            {"unresolvable",
             {true, false, false, false, Known::No, Known::No, ""},
             &H::unresolvable,
             "reject 550 5.7.1 HELO_UNRESOLVABLE"},
            {"unresolvable is no mismatch",
             {true, false, false, false, Known::No, Known::No, ""},
             &H::mismatch,
             "accept"},
            {"mismatch",
             {true, false, false, false, Known::Yes, Known::No, ""},
             &H::mismatch,
             "reject 550 5.7.1 HELO_MISMATCH"},
            {"unknown",
             {true, false, false, false, Known::Unknown, Known::Unknown, ""},
             &H::unresolvable,
             "accept"},
        };
        for (const auto& c : cases) {
            auto facts = good();
            facts.client.helo = c.helo;
            auto changed = rules();
            (changed.helo.*c.rule).action = Action::Reject;
            check({c.name, facts, changed, c.at_rcpt});
        }
    }

    TEST_CASE("a list refuses as its action says")
    {
        using std::chrono::minutes;
        using L = rbl::Action;
        auto unlisted = good();
        unlisted.client.lists = {test::fact(test::list(L::Reject), rbl::NotListed{})};
        auto unusable = good();
        unusable.client.lists = {
            test::fact(test::list(L::Reject), rbl::Unusable::Refused)};
        auto allow_list = test::list(L::Reject);
        allow_list.kind = rbl::Kind::Allow;
        auto on_allow_list = good();
        on_allow_list.client.lists = {test::fact(allow_list, test::listed(-100))};
        const Row rows[] = {
            {"score", test::with_list(L::Score), rules(), "accept"},
            {"defer", test::with_list(L::Defer), rules(), "defer 451 4.7.1 RBL_BL_HIT"},
            {"reject", test::with_list(L::Reject), rules(),
             "reject 550 5.7.1 RBL_BL_HIT"},
            {"not listed", unlisted, rules(), "accept"},
            {"unusable", unusable, rules(), "accept"},
            {"on an allow list", on_allow_list, rules(), "accept"},
            {"delay, never seen", test::with_list(L::Delay), rules(),
             "defer 451 4.7.1 RBL_BL_HIT"},
            {"delay, seen a minute ago",
             known_for(test::with_list(L::Delay), minutes{1}), rules(),
             "defer 451 4.7.1 RBL_BL_HIT"},
            {"delay, seen long ago", known_for(test::with_list(L::Delay), minutes{15}),
             rules(), "accept"},
        };
        for (const auto& row : rows)
            check(row);
    }

    TEST_CASE("the first in the order of precedence decides")
    {
        using L = rbl::Action;
        auto both = test::with_list(L::Defer);
        both.client.lists.push_back(test::with_list(L::Reject).client.lists.front());
        auto reject_first = test::with_list(L::Reject);
        reject_first.client.lists.push_back(
            test::with_list(L::Defer).client.lists.front());
        const Row rows[] = {
            {"denied", denied(good()), rules(), "reject 550 5.7.1 DENIED_NETWORK"},
            {"denied and allowed", denied(allowed(good())), rules(),
             "reject 550 5.7.1 DENIED_NETWORK"},
            {"allowed and listed", allowed(test::with_list(L::Reject)), rules(),
             "accept"},
            {"allowed and listed, never overridden",
             allowed(never(test::with_list(L::Delay))), rules(),
             "defer 451 4.7.1 RBL_BL_HIT"},
            {"allowed, list never overridden that only scores",
             allowed(never(test::with_list(L::Score))), rules(), "accept"},
            {"defer and reject", both, rules(), "reject 550 5.7.1 RBL_BL_HIT"},
            {"reject and defer", reject_first, rules(), "reject 550 5.7.1 RBL_BL_HIT"},
        };
        for (const auto& row : rows)
            check(row);
    }

    TEST_CASE("the score decides at the end of the message, and not before")
    {
        using A = ScoreAction;
        struct Case {
            const char* name;
            int points;
            Rules rules;
            const char* verdict;
        };
        const Case cases[] = {
            {"clean", 499, rules(), "accept"},
            {"spam", 500, rules(), "tag"},
            {"surespam", 1000, rules(), "quarantine"},
            {"spam: accept", 500, with_actions(A::Accept, A::Accept), "accept"},
            {"spam: quarantine", 500, with_actions(A::Quarantine, A::Reject),
             "quarantine"},
            {"spam: reject", 500, with_actions(A::Reject, A::Reject),
             "reject 550 5.7.1"},
            {"surespam: reject", 1000, with_actions(A::Tag, A::Reject),
             "reject 550 5.7.1"},
            {"surespam: tag", 1000, with_actions(A::Tag, A::Tag), "tag"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(verdict(decide_recipient(with_points(c.points), c.rules)) ==
                  "accept");
            CHECK(verdict(decide_message(with_points(c.points), c.rules)) == c.verdict);
        }
        CHECK(std::get<Tag>(decide_message(with_points(500), rules()).verdict)
                  .subject_tag == "[SPAM] ");
        CHECK(
            std::get<Tag>(
                decide_message(with_points(1000), with_actions(A::Tag, A::Tag)).verdict)
                .subject_tag == "[SURESPAM] ");
        CHECK(std::get<Quarantine>(decide_message(with_points(1000), rules()).verdict)
                  .reason == "SURESPAM 10.00");
    }

    TEST_CASE("a trusted message is scored and accepted")
    {
        const auto decision = decide_message(allowed(with_points(1000)), rules());
        CHECK(verdict(decision) == "accept");
        CHECK(decision.level == score::Level::SureSpam);
    }

    TEST_CASE("postmaster and abuse are never refused for a score")
    {
        auto facts = with_points(1000);
        facts.to_role = true;
        using A = ScoreAction;
        CHECK(verdict(decide_message(facts, with_actions(A::Tag, A::Reject))) == "tag");
        CHECK(verdict(decide_message(facts, rules())) == "quarantine");
    }

    TEST_CASE("observing changes nothing and says what would have been done")
    {
        auto observe = rules_with(&rdns::Settings::missing, Action::Reject);
        observe.mode = Mode::Observe;
        const auto facts = test::with_reverse(rdns::State::Missing);
        const auto at_rcpt = decide_recipient(facts, observe);
        CHECK(at_rcpt.verdict == Verdict{Accept{}});
        REQUIRE(at_rcpt.withheld.has_value());
        CHECK(name(*at_rcpt.withheld) == "reject");
        CHECK(name(*decide_message(facts, observe).withheld) == "tag");
        CHECK_FALSE(decide_message(good(), observe).withheld.has_value());
    }

    TEST_CASE("a decision carries what it was made of")
    {
        const auto decision = decide_message(with_points(620), rules());
        CHECK(decision.score == score::Points::hundredths(620));
        CHECK(decision.thresholds == score::Thresholds{});
        CHECK(decision.level == score::Level::Spam);
        CHECK(decision.findings.size() == 1);
    }

    TEST_CASE("an unknown answer never changes the score")
    {
        for (const int points : {0, 499, 500, 1000}) {
            auto facts = with_points(points);
            const auto before = decide_message(facts, rules());
            facts.client.lists.push_back(
                test::fact(test::list(rbl::Action::Reject), rbl::Unusable::NoAnswer));
            facts.client.reverse->state = rdns::State::TemporaryFailure;
            CHECK(decide_message(facts, rules()).score == before.score);
            CHECK(decide_message(facts, rules()).verdict == before.verdict);
            CHECK(decide_recipient(facts, rules()).verdict == Verdict{Accept{}});
        }
    }
}

} // namespace mailreeve::policy
