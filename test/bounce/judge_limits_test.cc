#include "mailreeve/bounce/judge.hh"

#include "mailreeve/bounce/batv.hh"
#include "test/bounce/judge_ground.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace mailreeve::bounce {

using namespace std::chrono_literals;
using Ground = JudgeGround;
using Kind = Proof::Kind;
using Result = Proof::Result;

namespace {

// How many bounces in a row are believed, of at most `most`.
int believed(Ground& ground, Bounce bounce, int most = 1000)
{
    int count = 0;
    auto outcome = Outcome::Valid;
    for (; count < most; ++count) {
        outcome = ground.outcome(bounce.called(count));
        if (outcome != Outcome::Valid && outcome != Outcome::ValidForwarded)
            break;
    }
    if (count < most)
        CHECK(name(outcome) == "replayed");
    return count;
}

Sent to(std::vector<std::string> recipients)
{
    Sent sent;
    sent.recipients = std::move(recipients);
    return sent;
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE(
        "a message has six bounces for each of its recipients, then it is replayed")
    {
        Ground ground;
        CHECK(believed(ground, ground.bounce()) == 6);
        CHECK(believed(ground, ground.bounce_of(ground.send(
                                   to({"bob@example.org", "eve@example.org"})))) == 12);
        ground.settings.per_recipient = 1;
        CHECK(believed(ground, ground.bounce()) == 1);
    }

    TEST_CASE("a bounce that comes again, deferred behind us, counts once")
    {
        Ground ground;
        const auto bounce = ground.bounce();
        for (int n = 0; n < 10; ++n) // the same message, tried again
            CHECK(ground.outcome(bounce) == Outcome::Valid);
        auto forwarded = ground.bounce();
        forwarded.reading.recipients = {{{}, "rob@home.example", {}, {}, {}}};
        for (int n = 0; n < 10; ++n)
            CHECK(ground.outcome(forwarded) == Outcome::ValidForwarded);
        CHECK(believed(ground, bounce) == 5); // one was counted
    }

    TEST_CASE("each way to prove a message counts against the same limit")
    {
        Ground ground;
        const auto sent = ground.send();
        auto by_stamp = ground.bounce_of(sent);
        auto by_id = by_stamp;
        by_id.remove("X-Mailreeve-Stamp");
        auto by_envelope = by_stamp;
        by_envelope.strip_all();
        by_envelope.reading.envelope_ids = {sent.envelope_id};
        int id = 0;
        for (int n = 0; n < 2; ++n)
            for (auto* const bounce : {&by_stamp, &by_id, &by_envelope})
                CHECK(ground.outcome(bounce->called(++id)) == Outcome::Valid);
        for (auto* const bounce : {&by_stamp, &by_id, &by_envelope})
            CHECK(ground.outcome(bounce->called(++id)) == Outcome::Replayed);
        CHECK(ground.outcome(ground.bounce()) == Outcome::Valid); // another message
    }

    TEST_CASE("without an entry a message counts as one to ten recipients")
    {
        Ground ground;
        const auto bounce = ground.bounce();
        ground.ledger.lose();
        CHECK(believed(ground, bounce) == 60);
    }

    TEST_CASE("a count that cannot be had is no reason to refuse")
    {
        Ground ground;
        const auto bounce = ground.bounce();
        CHECK(believed(ground, bounce) == 6);
        ground.ledger.fail_to_answer();
        CHECK(ground.outcome(bounce) == Outcome::Valid);
    }

    TEST_CASE("who only asks does not count and is not told of a replay")
    {
        Ground ground;
        const auto bounce = ground.bounce();
        for (int n = 0; n < 100; ++n)
            CHECK(ground.judge(bounce, Counting::No).outcome == Outcome::Valid);
        CHECK(believed(ground, bounce) == 6);
        CHECK(ground.judge(bounce, Counting::No).outcome == Outcome::Valid);
    }

    TEST_CASE("a tag of BATV stands for a day's mail and is not counted")
    {
        Ground ground;
        auto bounce = ground.bounce();
        bounce.strip_all();
        bounce.reception.recipient =
            tagged(*ground.keys->signing(ground.clock.wall()), ground.clock.wall(),
                   test::address("alice@example.net"), BatvForm::SubAddress)
                .value();
        CHECK(believed(ground, bounce, 100) == 100);
    }

    TEST_CASE("a bounce that is not proven is not counted")
    {
        Ground ground;
        const auto good = ground.bounce();
        auto forged = good;
        forged.remove("Message-ID");
        forged.reading.message_id.clear();
        forged.reading.references.clear();
        Ground::flip(forged.field("X-Mailreeve-Stamp").value, "m=");
        for (int n = 0; n < 100; ++n)
            CHECK(ground.outcome(forged) == Outcome::Invalid);
        CHECK(believed(ground, good) == 6);
    }

    TEST_CASE("a bounce of an address that we did not write to was forwarded")
    {
        struct Case {
            const char* name;
            std::vector<ReportedRecipient> reported;
            Outcome outcome;
        };
        const Case cases[] = {
            {"the one", {{{}, "bob@example.org", {}, {}, {}}}, Outcome::Valid},
            {"in other letters", {{{}, "Bob@EXAMPLE.org", {}, {}, {}}}, Outcome::Valid},
            {"in brackets", {{{}, "<bob@example.org>", {}, {}, {}}}, Outcome::Valid},
            {"another",
             {{{}, "rob@home.example", {}, {}, {}}},
             Outcome::ValidForwarded},
            {"another, by way of the one",
             {{"bob@example.org", "rob@home.example", {}, {}, {}}},
             Outcome::Valid},
            {"another, by way of another",
             {{"rob@example.org", "rob@home.example", {}, {}, {}}},
             Outcome::ValidForwarded},
            {"the one among others",
             {{{}, "rob@home.example", {}, {}, {}},
              {{}, "bob@example.org", {}, {}, {}}},
             Outcome::Valid},
            {"none", {}, Outcome::Valid},
            {"empty", {{{}, {}, {}, {}, {}}}, Outcome::Valid},
            {"no address", {{{}, "unknown user", {}, {}, {}}}, Outcome::Valid},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.name});
            Ground ground;
            auto bounce = ground.bounce();
            bounce.reading.recipients = c.reported;
            const auto judgement = ground.judge(bounce);
            CAPTURE(words_of(judgement));
            CHECK(name(judgement.outcome) == name(c.outcome));
            ground.ledger.lose(); // then it cannot be told
            CHECK(ground.outcome(bounce) == Outcome::Valid);
        }
    }

    TEST_CASE("of forwarded bounces as many are believed as one recipient may cause")
    {
        Ground ground;
        auto bounce =
            ground.bounce_of(ground.send(to({"bob@example.org", "eve@example.org"})));
        bounce.reading.recipients = {{{}, "rob@home.example", {}, {}, {}}};
        CHECK(believed(ground, bounce) == 6);
    }

    TEST_CASE(
        "whether it was forwarded cannot be told without the key or all recipients")
    {
        Ground ground;
        auto bounce = ground.bounce();
        bounce.reading.recipients = {{{}, "rob@home.example", {}, {}, {}}};
        auto entry = ground.ledger.entries().front();
        bounce.remove("X-Mailreeve-Stamp"); // the ledger proves without the key
        ground.keys = Ground::ring({"99999999"});
        CHECK(ground.outcome(bounce) == Outcome::Valid);
        ground.keys = Ground::ring({"1a2b3c4d"});
        CHECK(ground.outcome(bounce) == Outcome::ValidForwarded);
        ground.ledger.lose();
        entry.recipient_count = 5000; // more than were recorded
        (void)ground.ledger.record(entry);
        CHECK(ground.outcome(bounce) == Outcome::Valid);
    }

    TEST_CASE("what comes from ourselves always passes")
    {
        Ground ground;
        auto bounce = ground.bounce();
        auto forged = bounce;
        forged.strip();
        auto empty = bounce;
        empty.strip_all();
        auto reply = empty;
        reply.reading.kind = Class::AutoReply;
        for (auto* own : {&bounce, &forged, &empty, &reply})
            own->reception.by_us = true;
        for (const auto& each : {forged, empty, reply}) {
            const auto judgement = ground.judge(each);
            CHECK(judgement.outcome == Outcome::Exempt);
            CHECK(result_of(judgement, Kind::Path) == Result::Proven);
        }
        for (int n = 0; n < 6; ++n)
            CHECK(ground.outcome(bounce.called(n)) == Outcome::Valid);
        CHECK(ground.outcome(bounce.called(6)) == Outcome::Exempt); // replayed
        ground.clock.advance(30 * 24h);
        CHECK(ground.outcome(bounce) == Outcome::Exempt); // too old
        ground.ledger.fail_to_answer();
        ground.keys = nullptr;
        CHECK(ground.outcome(bounce) == Outcome::Exempt);
    }

    TEST_CASE("threads judge at once while keys rotate, and every bounce is counted")
    {
        Ground ground;
        const auto sample = ground.bounce();
        Guarded<std::shared_ptr<const KeyRing>> keys{ground.keys};
        const Verifier verifier{[&] { return keys.copy(); }, ground.ledger,
                                ground.clock, ground.settings};
        std::atomic<int> valid{0};
        std::atomic<int> replayed{0};
        const auto judge = [&](int n, Bounce bounce) {
            for (int m = 0; m < 25; ++m) {
                bounce.called(n * 25 + m);
                const auto outcome =
                    verifier.judge(bounce.reading, bounce.reception, Counting::Yes)
                        .outcome;
                valid += outcome == Outcome::Valid ? 1 : 0;
                replayed += outcome == Outcome::Replayed ? 1 : 0;
            }
        };
        {
            std::vector<std::jthread> threads;
            threads.reserve(5);
            for (int n = 0; n < 4; ++n)
                threads.emplace_back(judge, n, sample);
            threads.emplace_back([&] {
                for (int m = 0; m < 50; ++m)
                    keys.exchange(m % 2 == 0 ? Ground::ring({"1a2b3c4d", "99999999"})
                                             : Ground::ring({"1a2b3c4d"}));
            });
        }
        CHECK(valid == 6);
        CHECK(replayed == 94);
    }
}

} // namespace mailreeve::bounce
