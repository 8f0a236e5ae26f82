#include "policy/decide.hh"

#include <doctest/doctest.h>

namespace mailreeve::policy {

namespace {

Decision with(Verdict verdict, score::Level level = score::Level::Clean)
{
    Decision decision;
    decision.verdict = std::move(verdict);
    decision.level = level;
    return decision;
}

// NOLINTBEGIN(cert-err58-cpp): a test may end where there is no memory
const Decision accept = with(Accept{});
const Decision spam = with(Tag{"[SPAM] "}, score::Level::Spam);
const Decision surespam = with(Tag{"[SURESPAM] "}, score::Level::SureSpam);
const Decision hold = with(Quarantine{"SURESPAM 10.00"}, score::Level::SureSpam);
const Decision reject = with(Reject{{550, "5.7.1", "no"}}, score::Level::SureSpam);
// NOLINTEND(cert-err58-cpp)

} // namespace

TEST_SUITE("policy")
{
    TEST_CASE("a message gets the strictest of its recipients' decisions")
    {
        struct Case {
            const char* name;
            std::vector<Decision> recipients;
            Verdict verdict;
        };
        const Case cases[] = {
            {"one", {accept}, Accept{}},
            {"accept and tag", {accept, spam}, Tag{"[SPAM] "}},
            {"two tags", {surespam, spam}, Tag{"[SURESPAM] "}},
            {"tag and hold", {spam, hold, accept}, Quarantine{"SURESPAM 10.00"}},
            {"all refuse", {reject, reject}, Reject{{550, "5.7.1", "no"}}},
            {"one refuses",
             {reject, accept},
             Quarantine{"SURESPAM 0.00, not refused by all recipients"}},
            {"one refuses, one holds",
             {hold, reject},
             Quarantine{"SURESPAM 0.00, not refused by all recipients"}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(combine(c.recipients, Holding::Message).message.verdict == c.verdict);
        }
    }

    TEST_CASE("kept back for one, the message goes on to the others by their rules")
    {
        struct Case {
            const char* name;
            std::vector<Decision> recipients;
            Verdict verdict;
            std::vector<std::size_t> held;
        };
        const Case cases[] = {
            {"none", {accept, spam}, Tag{"[SPAM] "}, {}},
            {"one of three", {spam, hold, accept}, Tag{"[SPAM] "}, {1}},
            {"all", {hold, hold}, Quarantine{"SURESPAM 10.00"}, {}},
            {"one refuses", {reject, accept}, Accept{}, {0}},
            {"all refuse", {reject, reject}, Reject{{550, "5.7.1", "no"}}, {}},
            {"one refuses, one is kept",
             {hold, reject},
             Quarantine{"SURESPAM 0.00, not refused by all recipients"},
             {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto outcome = combine(c.recipients, Holding::Recipients);
            CHECK(outcome.message.verdict == c.verdict);
            CHECK(outcome.held == c.held);
        }
    }

    TEST_CASE(
        "what one recipient must not get is taken out for all who get the message")
    {
        auto strip = accept;
        strip.removals = {{1, "a.exe", "programs", "is a program"}};
        auto other = accept;
        other.removals = {{2, "b.js", "scripts", "is a script"},
                          {1, "a.exe", "programs", "is a program"}};
        auto kept = hold;
        kept.removals = {{3, "c.zip", "archives", "is an archive"}};
        const auto outcome = combine({strip, kept, other}, Holding::Recipients);
        REQUIRE(outcome.message.removals.size() == 2);
        CHECK(outcome.message.removals[0].path == "a.exe");
        CHECK(outcome.message.removals[1].path == "b.js");
    }

    TEST_CASE("observing, the strictest is what would have been done")
    {
        auto would_tag = accept;
        would_tag.withheld = Tag{"[SPAM] "};
        auto would_hold = accept;
        would_hold.withheld = Quarantine{"SURESPAM 10.00"};
        const std::vector<Decision> recipients{accept, would_hold, would_tag};
        CHECK(combine(recipients, Holding::Message).message.withheld ==
              Verdict{Quarantine{"SURESPAM 10.00"}});
    }
}

} // namespace mailreeve::policy
