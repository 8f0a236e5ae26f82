#include "milter/enact.hh"

#include "test/support/fake_mta.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

using test::FakeMta;
using Lines = std::vector<std::string>;

namespace {

Id some_id()
{
    return Id::from(WallTime{std::chrono::seconds{1'795'000'000}}, 42);
}

// One message at its end, of which a test changes what it is about.
struct Scene {
    policy::Decision decision{};
    CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
    Agreement agreement =
        negotiate({0x1ff, 0x1fffff}, Load::WithinLimits, Wants{.bounces = true});
    Id id = some_id();
    inspect::Origin origin = inspect::Origin::Inbound;
    policy::Mode mode = policy::Mode::Filter;
    std::string iprev;

    Enacted play(FakeMta& mta) const
    {
        return enact({decision, headers, agreement, id, origin, mode, "mx1.example.net",
                      iprev, "192.0.2.7"},
                     mta);
    }

    Lines changes() const
    {
        FakeMta mta;
        CHECK(play(mta).answer == Answer::Continue);
        return mta.take_changes();
    }
};

std::string verdict_line(const std::string& space = " ")
{
    return "+ X-Mailreeve-Verdict:" + space +
           "clean score=0.00 spam=5.00 surespam=10.00\n\tid=" + some_id().text();
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("inbound mail gets its verdict on top of its findings and results")
    {
        Scene scene;
        scene.iprev = "fail";
        CHECK(scene.changes() == Lines{"+ Authentication-Results: mx1.example.net;"
                                       " iprev=fail policy.iprev=192.0.2.7",
                                       "+ X-Mailreeve-Findings: none", verdict_line()});
    }

    TEST_CASE("where the MTA strips the space after the colon we do not send it")
    {
        Scene scene;
        scene.agreement =
            negotiate({0x1ff, 0x0fffff}, Load::WithinLimits, Wants{.bounces = true});
        CHECK(scene.changes() ==
              Lines{"+ X-Mailreeve-Findings:none", verdict_line("")});
    }

    TEST_CASE("outbound mail is left alone")
    {
        Scene scene;
        scene.origin = inspect::Origin::Outbound;
        scene.headers.add("X-Mailreeve-Verdict", " mine");
        CHECK(scene.changes().empty());
    }

    TEST_CASE("forged fields go before ours come")
    {
        Scene scene;
        scene.headers.add("X-Mailreeve-Verdict", " clean");
        scene.headers.add("X-Mailreeve-Verdict", " clean");
        const auto changes = scene.changes();
        REQUIRE(changes.size() == 4);
        CHECK(changes[0] == "- x-mailreeve-verdict[2]");
        CHECK(changes[1] == "- x-mailreeve-verdict[1]");
        CHECK(changes[3] == verdict_line());
    }

    TEST_CASE("mode observe adds and takes nothing away")
    {
        Scene scene;
        scene.mode = policy::Mode::Observe;
        scene.headers.add("X-Mailreeve-Verdict", " clean");
        CHECK(scene.changes().size() == 2);
    }

    TEST_CASE("a tag goes in front of every subject, once")
    {
        Scene scene;
        scene.decision.verdict = policy::Tag{"[SPAM] "};
        scene.headers.add("Subject", " one");
        scene.headers.add("Subject", "two");
        scene.headers.add("Subject", " [SPAM] three");
        const auto changes = scene.changes();
        REQUIRE(changes.size() == 4);
        CHECK(changes[2] == "~ Subject[2]:[SPAM] two");
        CHECK(changes[3] == "~ Subject[1]: [SPAM] one");
    }

    TEST_CASE("a message without a subject gets one that is the tag")
    {
        Scene scene;
        scene.decision.verdict = policy::Tag{"[SPAM] "};
        CHECK(scene.changes().back() == "> Subject: [SPAM]");
    }

    TEST_CASE("a hold says why, in printable words")
    {
        Scene scene;
        scene.decision.verdict = policy::Quarantine{"score\r\n12.00"};
        CHECK(scene.changes().back() ==
              "! mailreeve " + some_id().text() + ": score 12.00");
    }

    TEST_CASE("a refusal changes nothing and says why")
    {
        Scene scene;
        scene.iprev = "fail";
        scene.headers.add("X-Mailreeve-Verdict", " clean");
        scene.decision.verdict = policy::Reject{{550, "5.7.1", "No."}};
        FakeMta mta;
        const auto enacted = scene.play(mta);
        CHECK(enacted.answer == Answer::Reject);
        CHECK(mta.take_changes().empty());
        CHECK(mta.take_reply() ==
              policy::Reply{550, "5.7.1", "No. (id " + some_id().text() + ')'});

        scene.decision.verdict = policy::Defer{{451, "4.7.1", "Later."}};
        CHECK(scene.play(mta).answer == Answer::TempFail);
    }

    TEST_CASE("what the MTA does not offer is left out and named")
    {
        Scene scene;
        scene.agreement = {};
        scene.headers.add("X-Mailreeve-Verdict", " clean");
        FakeMta mta;

        scene.decision.verdict = policy::Tag{"[SPAM] "};
        CHECK(scene.play(mta).lacking == "removal,headers,tag");
        scene.decision.verdict = policy::Quarantine{"why"};
        CHECK(scene.play(mta).lacking == "removal,headers,quarantine");
        CHECK(mta.take_changes().empty());
    }

    TEST_CASE("an MTA that fails us is not taken to have obeyed")
    {
        Scene scene;
        FakeMta mta;
        mta.breaks();
        CHECK_THROWS_AS(scene.play(mta), MtaFailed);
    }
}

} // namespace mailreeve::milter
