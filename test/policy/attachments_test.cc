#include "policy/attachments.hh"

#include "policy/decide.hh"

#include <doctest/doctest.h>

namespace mailreeve::policy {

using attachment::Obstacle;
using inspect::AttachmentFact;
using Asked = AttachmentFact::Asked;

namespace {

AttachmentFact program(Asked asked)
{
    AttachmentFact fact;
    fact.part = 1;
    fact.asked = asked;
    fact.path = "invoice.zip/invoice.exe";
    fact.rule = "programs";
    fact.reason = "is a program";
    return fact;
}

inspect::Facts with(AttachmentFact fact,
                    inspect::Origin origin = inspect::Origin::Inbound)
{
    inspect::Facts facts;
    facts.origin = origin;
    facts.attachments = {std::move(fact)};
    return facts;
}

Rules rules()
{
    Rules rules;
    rules.organization = "Example Ltd";
    return rules;
}

std::string told(const Decision& decision)
{
    auto text = std::string{name(decision.verdict)};
    for (const auto& removal : decision.removals)
        text += " -" + removal.path;
    return text + ' ' + decision.findings.at(0).symbol;
}

} // namespace

TEST_SUITE("policy")
{
    TEST_CASE("what is asked for an attachment decides beside the score")
    {
        struct Case {
            const char* name;
            Asked asked;
            inspect::Origin origin;
            const char* expected;
        };
        constexpr auto in = inspect::Origin::Inbound;
        constexpr auto out = inspect::Origin::Outbound;
        const Case cases[] = {
            {"reported", Asked::Report, in, "accept ATTACHMENT_REPORTED"},
            {"taken out", Asked::Strip, in,
             "accept -invoice.zip/invoice.exe ATTACHMENT_DENIED"},
            {"kept", Asked::Quarantine, in, "quarantine ATTACHMENT_DENIED"},
            {"reported, leaving", Asked::Report, out, "accept ATTACHMENT_REPORTED"},
            {"denied, leaving", Asked::Strip, out, "reject ATTACHMENT_DENIED"},
            {"kept, leaving", Asked::Quarantine, out, "reject ATTACHMENT_DENIED"},
            {"of a relay", Asked::Strip, inspect::Origin::Relay,
             "accept -invoice.zip/invoice.exe ATTACHMENT_DENIED"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(told(decide_message(with(program(c.asked), c.origin), rules())) ==
                  c.expected);
        }
    }

    TEST_CASE("outbound mail is treated like inbound mail where that is wanted")
    {
        auto same = rules();
        same.attachments.outbound = AttachmentRules::Outbound::Same;
        CHECK(told(decide_message(
                  with(program(Asked::Strip), inspect::Origin::Outbound), same)) ==
              "accept -invoice.zip/invoice.exe ATTACHMENT_DENIED");
    }

    TEST_CASE("the reply to a sender of ours says which attachment it was, and why")
    {
        const auto decision = decide_message(
            with(program(Asked::Strip), inspect::Origin::Outbound), rules());
        CHECK(reply(decision.verdict)->text ==
              "Message refused. Example Ltd does not send such attachments: "
              "\"invoice.zip/invoice.exe\" is a program");
    }

    TEST_CASE("of a long name the reply tells the end, which says what it is")
    {
        auto fact = program(Asked::Strip);
        fact.path = std::string(300, 'x') + ".exe";
        const auto decision =
            decide_message(with(fact, inspect::Origin::Outbound), rules());
        CHECK(reply(decision.verdict)
                  ->text.ends_with("\"..." + std::string(96, 'x') +
                                   ".exe\" is a program"));
    }

    TEST_CASE("what a signature covers is not taken out")
    {
        auto fact = program(Asked::Strip);
        fact.is_signed = true;
        const auto kept = decide_message(with(fact), rules());
        CHECK(told(kept) == "quarantine ATTACHMENT_DENIED");
        CHECK(kept.findings.at(0).evidence ==
              "invoice.zip/invoice.exe: is a program (programs), signed");
        auto lenient = rules();
        lenient.attachments.signed_parts = AttachmentRules::Signed::Pass;
        CHECK(told(decide_message(with(fact), lenient)) == "accept ATTACHMENT_DENIED");
    }

    TEST_CASE("trust does not excuse an executable")
    {
        auto facts = with(program(Asked::Quarantine));
        facts.allowed = trust::Match{trust::What::Sender, "friend@example.com"};
        CHECK(name(decide_message(facts, rules()).verdict) == "quarantine");
    }

    TEST_CASE("in mode observe nothing is taken out")
    {
        auto observing = rules();
        observing.mode = Mode::Observe;
        const auto stripped = decide_message(with(program(Asked::Strip)), observing);
        CHECK(told(stripped) == "accept ATTACHMENT_DENIED");
        const auto kept = decide_message(with(program(Asked::Quarantine)), observing);
        CHECK(told(kept) == "accept ATTACHMENT_DENIED");
        CHECK(name(kept.withheld.value()) == "quarantine");
    }

    TEST_CASE("what could not be judged has a symbol that says why")
    {
        struct Case {
            Obstacle obstacle;
            const char* symbol;
        };
        const Case cases[] = {{Obstacle::Encrypted, "ATTACHMENT_ENCRYPTED"},
                              {Obstacle::Ambiguous, "ATTACHMENT_AMBIGUOUS"},
                              {Obstacle::TooDeep, "ATTACHMENT_UNJUDGED"},
                              {Obstacle::Crashed, "ATTACHMENT_UNJUDGED"}};
        for (const auto& c : cases) {
            auto fact = program(Asked::Quarantine);
            fact.obstacle = c.obstacle;
            const auto decision = decide_message(with(fact), rules());
            CHECK(decision.cause == c.symbol);
            CHECK(decision.findings.at(0).points == score::Points{});
        }
    }

    TEST_CASE("harmless oddities are told and change nothing")
    {
        inspect::Facts facts;
        facts.oddities = {"bare-cr"};
        const auto decision = decide_message(facts, rules());
        CHECK(told(decision) == "accept MIME_ODD");
    }

    TEST_CASE("of very many files the first are told, and how many more there are")
    {
        auto facts = with(program(Asked::Strip));
        facts.attachments.resize(500, facts.attachments[0]);
        const auto decision = decide_message(facts, rules());
        CHECK(decision.removals.size() == 500);
        REQUIRE(decision.findings.size() == 20);
        CHECK(decision.findings.back().evidence.ends_with(", and 480 more files"));
    }

    TEST_CASE("a refusal of the score is stricter than a quarantine")
    {
        Decision decision;
        decision.verdict = Reject{{550, "5.7.1", "spam"}};
        weigh_attachments(decision, with(program(Asked::Quarantine)), rules());
        CHECK(name(decision.verdict) == "reject");
    }
}

} // namespace mailreeve::policy
