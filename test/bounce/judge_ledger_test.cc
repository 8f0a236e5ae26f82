#include "mailreeve/bounce/judge.hh"

#include "test/bounce/judge_ground.hh"
#include "test/bounce/ledger_ground.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace mailreeve::bounce {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Ground = JudgeGround;
using Kind = Proof::Kind;
using Result = Proof::Result;
using Source = Reference::Source;

namespace {

void reply(Bounce& bounce, Class kind, Source source)
{
    bounce.strip_all();
    bounce.reading.kind = kind;
    bounce.refer(source, "1@example.net");
}

// Of a bounce that has lost its stamp.
constexpr JudgeCase cases[] = {
    {"the id of the returned message", [](Ground&, Bounce&) {}, Outcome::Valid,
     Result::Proven},
    {"the recipient in other letters",
     [](Ground&, Bounce& b) { b.come_to("Alice@EXAMPLE.net"); }, Outcome::Valid,
     Result::Proven},
    {"among strangers' ids",
     [](Ground&, Bounce& b) {
         b.reading.message_id = "stranger@example.org";
         b.reading.references.clear();
         b.refer(Source::Returned, "other@example.org");
         b.refer(Source::Returned, "1@example.net");
     },
     Outcome::Valid, Result::Proven},
    {"X-Original-Message-ID alone",
     [](Ground&, Bounce& b) {
         b.strip_all();
         b.refer(Source::XOriginal, "1@example.net");
     },
     Outcome::Valid, Result::Proven},
    {"a notice in a form of its own",
     [](Ground&, Bounce& b) { b.reading.kind = Class::Bounce; }, Outcome::Valid,
     Result::Proven},
    {"a receipt",
     [](Ground&, Bounce& b) { reply(b, Class::Mdn, Source::OriginalMessageId); },
     Outcome::Valid, Result::Proven},
    {"a receipt by In-Reply-To",
     [](Ground&, Bounce& b) { reply(b, Class::Mdn, Source::InReplyTo); },
     Outcome::Valid, Result::Proven},
    {"a vacation notice by In-Reply-To",
     [](Ground&, Bounce& b) { reply(b, Class::AutoReply, Source::InReplyTo); },
     Outcome::Valid, Result::Proven},
    {"a vacation notice by References",
     [](Ground&, Bounce& b) { reply(b, Class::AutoReply, Source::References); },
     Outcome::Valid, Result::Proven},
    {"a challenge by In-Reply-To",
     [](Ground&, Bounce& b) { reply(b, Class::Challenge, Source::InReplyTo); },
     Outcome::Valid, Result::Proven},
    {"a notification by In-Reply-To alone",
     [](Ground&, Bounce& b) { reply(b, Class::Dsn, Source::InReplyTo); },
     Outcome::Unverifiable, Result::Absent},
    {"a notification by References alone",
     [](Ground&, Bounce& b) { reply(b, Class::Bounce, Source::References); },
     Outcome::Unverifiable, Result::Absent},
    {"a vacation notice of a message that is not ours",
     [](Ground& g, Bounce& b) {
         g.ledger.lose();
         reply(b, Class::AutoReply, Source::InReplyTo);
     },
     Outcome::NotBounce, Result::Absent},
    {"a receipt of a message that is not ours",
     [](Ground& g, Bounce& b) {
         g.ledger.lose();
         reply(b, Class::Mdn, Source::OriginalMessageId);
     },
     Outcome::NotBounce, Result::Absent},
    {"a challenge of a message that is not ours",
     [](Ground& g, Bounce& b) {
         g.ledger.lose();
         reply(b, Class::Challenge, Source::InReplyTo);
     },
     Outcome::NotBounce, Result::Absent},
    {"a vacation notice that names no message",
     [](Ground&, Bounce& b) {
         b.strip_all();
         b.reading.kind = Class::AutoReply;
     },
     Outcome::NotBounce, Result::Absent},
    {"a vacation notice, and the ledger cannot be read",
     [](Ground& g, Bounce& b) {
         g.ledger.fail_to_answer();
         reply(b, Class::AutoReply, Source::InReplyTo);
     },
     Outcome::NotBounce, Result::Unknown},
    {"a vacation notice of an old message",
     [](Ground& g, Bounce& b) {
         g.clock.advance(15 * 24h);
         reply(b, Class::AutoReply, Source::InReplyTo);
     },
     Outcome::NotBounce, Result::Expired},
    {"the bounce comes to the author",
     [](Ground& g, Bounce& b) {
         b = g.bounce_of(
             g.send({"list-bounces@example.net", "alice@example.net", "2@x"}));
         b.remove("X-Mailreeve-Stamp");
         b.come_to("alice@example.net");
     },
     Outcome::Valid, Result::Proven},
    {"of a message of somebody else",
     [](Ground&, Bounce& b) { b.come_to("bob@example.net"); }, Outcome::Invalid,
     Result::Refuted},
    {"of an id that two have used",
     [](Ground& g, Bounce&) {
         g.clock.advance(1h);
         g.send({"bob@example.net", "bob@example.net", "1@example.net"});
     },
     Outcome::Valid, Result::Proven},
    {"of an id that differs in case",
     [](Ground&, Bounce& b) {
         b.strip_all();
         b.refer(Source::XOriginal, "1@EXAMPLE.net");
     },
     Outcome::Unverifiable, Result::Absent},
    {"of a message that is not in the ledger",
     [](Ground& g, Bounce&) { g.ledger.lose(); }, Outcome::Invalid, Result::Absent},
    {"the ledger cannot be read", [](Ground& g, Bounce&) { g.ledger.fail_to_answer(); },
     Outcome::Unverifiable, Result::Unknown},
    {"too old", [](Ground& g, Bounce&) { g.clock.advance(14 * 24h + 1s); },
     Outcome::Expired, Result::Expired},
    {"from the future", [](Ground& g, Bounce&) { g.clock.jump_wall(-24h); },
     Outcome::Unverifiable, Result::Unknown},
    {"without keys", [](Ground& g, Bounce&) { g.keys = Ground::ring({}); },
     Outcome::Valid, Result::Proven},
    {"nothing returned and no id", [](Ground&, Bounce& b) { b.strip_all(); },
     Outcome::Unverifiable, Result::Absent},
    {"headers returned and no id", [](Ground&, Bounce& b) { b.strip(); },
     Outcome::Invalid, Result::Absent},
    {"an empty id, and an entry without a Message-ID",
     [](Ground& g, Bounce& b) {
         g.send({"alice@example.net", "alice@example.net", ""});
         b.strip();
         b.refer(Source::Returned, "");
     },
     Outcome::Invalid, Result::Absent},
    {"the null sender, and an entry without an author",
     [](Ground& g, Bounce& b) {
         g.send({"bob@example.net", "", "1@example.net"});
         b.reception.recipient = {};
     },
     Outcome::Invalid, Result::Refuted},
    {"the last id that is tried",
     [](Ground&, Bounce& b) {
         b.strip();
         for (std::size_t n = 1; n < max_message_ids_tried; ++n)
             b.refer(Source::Returned, std::to_string(n) + "@example.org");
         b.refer(Source::Returned, "1@example.net");
     },
     Outcome::Valid, Result::Proven},
    {"one more id than are tried",
     [](Ground&, Bounce& b) {
         b.strip();
         for (std::size_t n = 0; n < max_message_ids_tried; ++n)
             b.refer(Source::Returned, std::to_string(n) + "@example.org");
         b.refer(Source::Returned, "1@example.net");
     },
     Outcome::Invalid, Result::Absent},
};

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("the ledger proves by the id of a message that the recipient sent")
    {
        for (const auto& c : cases) {
            CAPTURE(std::string{c.name});
            Ground ground;
            auto bounce = ground.bounce();
            bounce.remove("X-Mailreeve-Stamp");
            c.change(ground, bounce);
            const auto judgement = ground.judge(bounce);
            CAPTURE(words_of(judgement));
            CHECK(name(judgement.outcome) == name(c.outcome));
            CHECK(name(result_of(judgement, Kind::MessageId)) == name(c.result));
        }
    }

    TEST_CASE("a ledger that does not answer is not asked for ever")
    {
        Ground ground;
        auto bounce = ground.bounce();
        bounce.remove("X-Mailreeve-Stamp");
        for (int n = 0; n < 10; ++n) {
            auto forged = ground.send().stamp;
            Ground::flip(forged, "m=");
            bounce.reading.returned[0].fields.push_back({"X-Mailreeve-Stamp", forged});
        }
        for (int n = 0; n < 60; ++n)
            bounce.refer(Source::Returned, std::to_string(n) + "@example.org");
        ground.ledger.fail_to_answer();
        const auto before = ground.ledger.lookups();
        CHECK(ground.outcome(bounce) == Outcome::Unverifiable);
        CHECK(ground.ledger.lookups() - before == max_unanswered);
    }

    TEST_CASE("the ledger is asked once a message, not once a recipient")
    {
        Ground ground;
        auto bounce = ground.bounce();
        Ground::flip(bounce.field("X-Mailreeve-Stamp").value, "m=");
        bounce.reading.message_id = "2@example.net";
        for (int n = 0; n < 100; ++n)
            bounce.refer(Source::Returned, "forged" + std::to_string(n));
        const Verifier verifier{[&] { return ground.keys; }, ground.ledger,
                                ground.clock, ground.settings};
        Inquiry inquiry{bounce.reading};
        const auto judge = [&](const char* recipient) {
            bounce.come_to(recipient);
            return verifier
                .judge(bounce.reading, bounce.reception, Counting::Yes, inquiry)
                .outcome;
        };
        const auto before = ground.ledger.lookups();
        CHECK(judge("eve@example.net") == Outcome::Invalid);
        const auto once = ground.ledger.lookups() - before;
        CHECK(once == 3); // the stamp, the first id, all others
        for (int n = 0; n < 10; ++n)
            CHECK(judge("bob@example.net") == Outcome::Invalid);
        CHECK(judge("alice@example.net") == Outcome::Valid); // whose it is
        CHECK(ground.ledger.lookups() - before == once);
    }

    TEST_CASE("of one letter to many readers each sender's bounce is his own")
    {
        Ground ground;
        for (int n = 0; n < 150; ++n)
            (void)ground.send(
                {.sender = "list+" + std::to_string(n) + "@example.net",
                 .recipients = {"r" + std::to_string(n) + "@example.org"}});
        for (const int n : {0, 75, 149}) {
            const auto reader = "r" + std::to_string(n) + "@example.org";
            auto bounce = ground.bounce_of(
                {.sender = "list+" + std::to_string(n) + "@example.net",
                 .recipients = {reader}});
            bounce.remove("X-Mailreeve-Stamp");
            CAPTURE(reader);
            CHECK(ground.judge(bounce).outcome == Outcome::Valid);
        }
    }

    TEST_CASE("of entries for each recipient the one that failed is meant")
    {
        Ground ground;
        for (const auto* reader : {"bob@example.org", "eve@example.org"})
            (void)ground.send({.recipients = {reader}});
        for (const auto* reader : {"bob@example.org", "eve@example.org"}) {
            auto bounce = ground.bounce_of({.recipients = {reader}});
            bounce.remove("X-Mailreeve-Stamp");
            CHECK(ground.judge(bounce).outcome == Outcome::Valid); // not forwarded
        }
    }

    TEST_CASE("why a bounce cannot be verified now is said")
    {
        Ground ground;
        auto bounce = ground.bounce();
        bounce.remove("X-Mailreeve-Stamp");
        ground.ledger.fail_to_answer();
        CHECK(ground.judge(bounce).detail ==
              "it cannot be verified now: the ledger cannot be read as a whole: "
              "the ledger cannot be read");
    }

    TEST_CASE("what is quoted from mail is bounded")
    {
        Ground ground;
        auto bounce = ground.bounce();
        const std::string endless(100'000, 'x');
        bounce.field("X-Mailreeve-Stamp").value = endless;
        bounce.reading.message_id = endless;
        bounce.reading.envelope_ids = {endless};
        bounce.reading.references.assign(100, {Source::Returned, endless});
        const auto judgement = ground.judge(bounce);
        CHECK(judgement.outcome == Outcome::Invalid);
        for (const auto& proof : judgement.proofs)
            CHECK(proof.detail.size() < 3 * max_quoted);
    }

    TEST_CASE(
        "a file of the ledger that cannot be read makes unverifiable, not invalid")
    {
        LedgerGround disk;
        Ground ground;
        const auto send = [&](Sent sent) {
            auto result = ground.send(std::move(sent));
            CHECK(disk.records(ground.ledger.entries().back()));
            return result;
        };
        auto old = ground.bounce_of(send({}));
        old.remove("X-Mailreeve-Stamp");
        ground.clock.advance(24h);
        auto fresh = ground.bounce_of(
            send({"alice@example.net", "alice@example.net", "2@example.net"}));
        fresh.remove("X-Mailreeve-Stamp");
        auto foreign = fresh;
        foreign.reading.message_id = "3@example.net";
        foreign.reading.references.clear();
        const auto judge = [&](const Bounce& bounce) {
            const Verifier verifier{[&] { return ground.keys; }, disk.ledger(),
                                    ground.clock, ground.settings};
            return verifier.judge(bounce.reading, bounce.reception, Counting::Yes)
                .outcome;
        };
        CHECK(judge(old) == Outcome::Valid);
        CHECK(judge(fresh) == Outcome::Valid);
        CHECK(judge(foreign) == Outcome::Invalid);
        disk.close();
        std::ofstream{disk.directory() / "2026-11-18.db"} << "no database";
        disk.clock.advance(24h);
        CHECK(judge(old) == Outcome::Unverifiable);
        CHECK(judge(fresh) == Outcome::Valid);
        CHECK(judge(foreign) == Outcome::Unverifiable);
        disk.close();
        fs::remove_all(disk.directory());
        CHECK(judge(fresh) == Outcome::Invalid); // lost: not there
    }
}

} // namespace mailreeve::bounce
