#include "mailreeve/bounce/judge.hh"

#include "mailreeve/bounce/key_store.hh"
#include "test/bounce/judge_ground.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using namespace std::chrono_literals;
using Ground = JudgeGround;
using Kind = Proof::Kind;
using Result = Proof::Result;

namespace {

constexpr const char* stamp_name = "X-Mailreeve-Stamp";

// In a bounce of a message that the ledger does not have: the stamp alone can prove.
constexpr JudgeCase cases[] = {
    {"as it was made", [](Ground&, Bounce&) {}, Outcome::Valid, Result::Proven},
    {"the ledger cannot be read", [](Ground& g, Bounce&) { g.ledger.fail_to_answer(); },
     Outcome::Valid, Result::Proven},
    {"folded",
     [](Ground&, Bounce& b) {
         auto& value = b.field(stamp_name).value;
         for (auto at = value.find("; "); at != std::string::npos;
              at = value.find("; ", at + 3))
             value.replace(at, 2, ";\r\n\t");
     },
     Outcome::Valid, Result::Proven},
    {"in a second block, beside its own From and Message-ID",
     [](Ground&, Bounce& b) {
         b.reading.returned.insert(b.reading.returned.begin(),
                                   {Where::InlineText,
                                    {{"From", "mailer-daemon@example.org"},
                                     {"Message-ID", "<of-the-bounce@example.org>"}}});
     },
     Outcome::Valid, Result::Proven},
    {"beside a stranger's From and Message-ID",
     [](Ground&, Bounce& b) {
         const auto stamp = b.field(stamp_name);
         b.remove(stamp_name);
         b.reading.returned.push_back({Where::InlineText,
                                       {stamp,
                                        {"From", "mallory@example.org"},
                                        {"Message-ID", "<m@example.org>"}}});
     },
     Outcome::Invalid, Result::Refuted},
    {"in a block without From and Message-ID",
     [](Ground&, Bounce& b) {
         const auto stamp = b.field(stamp_name);
         b.remove(stamp_name);
         b.reading.returned.push_back({Where::InlineText, {stamp}});
     },
     Outcome::Invalid, Result::Refuted},
    {"another display name and folding of From",
     [](Ground&, Bounce& b) {
         b.field("From").value = " =?utf-8?q?Alic=C3=A9?=\r\n <Alice@Example.NET>";
     },
     Outcome::Valid, Result::Proven},
    {"a second From",
     [](Ground&, Bounce& b) {
         b.reading.returned[0].fields.push_back({"From", "mallory@example.org"});
     },
     Outcome::Valid, Result::Proven},
    {"the recipient in other letters",
     [](Ground&, Bounce& b) { b.come_to("ALICE@EXAMPLE.net"); }, Outcome::Valid,
     Result::Proven},
    {"the recipient tagged by another host",
     [](Ground&, Bounce& b) { b.come_to("prvs=1234abcdef=alice@example.net"); },
     Outcome::Valid, Result::Proven},
    {"another From", [](Ground&, Bounce& b) { b.field("From").value = "bob@x.org"; },
     Outcome::Invalid, Result::Refuted},
    {"another Message-ID",
     [](Ground&, Bounce& b) { b.field("Message-ID").value = "<2@example.net>"; },
     Outcome::Invalid, Result::Refuted},
    {"another recipient", [](Ground&, Bounce& b) { b.come_to("bob@example.net"); },
     Outcome::Invalid, Result::Refuted},
    {"another domain", [](Ground&, Bounce& b) { b.come_to("alice@example.org"); },
     Outcome::Invalid, Result::Refuted},
    {"a digit of the MAC",
     [](Ground&, Bounce& b) { Ground::flip(b.field(stamp_name).value, "m="); },
     Outcome::Invalid, Result::Refuted},
    {"a digit of the nonce",
     [](Ground&, Bounce& b) { Ground::flip(b.field(stamp_name).value, "n="); },
     Outcome::Invalid, Result::Refuted},
    {"another time",
     [](Ground&, Bounce& b) {
         auto& value = b.field(stamp_name).value;
         auto& digit = value.at(value.find("t=") + 11);
         digit = digit == '0' ? '1' : '0';
     },
     Outcome::Invalid, Result::Refuted},
    {"a time at the end of all time",
     [](Ground&, Bounce& b) {
         auto& value = b.field(stamp_name).value;
         value.replace(value.find("t=") + 2, 10, "99999999999999999999");
     },
     Outcome::Invalid, Result::Refuted},
    {"another key",
     [](Ground&, Bounce& b) { Ground::flip(b.field(stamp_name).value, "k="); },
     Outcome::Invalid, Result::Refuted},
    {"cut off",
     [](Ground&, Bounce& b) {
         auto& value = b.field(stamp_name).value;
         value.resize(value.size() - 1);
     },
     Outcome::Invalid, Result::Refuted},
    {"empty", [](Ground&, Bounce& b) { b.field(stamp_name).value.clear(); },
     Outcome::Invalid, Result::Refuted},
    {"no stamp", [](Ground&, Bounce& b) { b.remove(stamp_name); }, Outcome::Invalid,
     Result::Absent},
    {"in a field of another name",
     [](Ground&, Bounce& b) { b.field(stamp_name).name = "X-Mailreeve-Stamps"; },
     Outcome::Invalid, Result::Absent},
    {"in a field of the name that is configured now",
     [](Ground& g, Bounce& b) {
         g.settings.stamp_field = "X-Seal";
         b.field(stamp_name).name = "x-seal";
     },
     Outcome::Valid, Result::Proven},
    {"forged, and the ledger cannot say for whom",
     [](Ground& g, Bounce& b) {
         Ground::flip(b.field(stamp_name).value, "m=");
         g.ledger.fail_to_answer();
     },
     Outcome::Unverifiable, Result::Unknown},
    {"exactly as old as it may be",
     [](Ground& g, Bounce&) { g.clock.advance(14 * 24h); }, Outcome::Valid,
     Result::Proven},
    {"a second older", [](Ground& g, Bounce&) { g.clock.advance(14 * 24h + 1s); },
     Outcome::Expired, Result::Expired},
    {"too old and forged",
     [](Ground& g, Bounce& b) {
         g.clock.advance(15 * 24h);
         Ground::flip(b.field(stamp_name).value, "m=");
     },
     Outcome::Invalid, Result::Refuted},
    {"the clock went back by less than the skew",
     [](Ground& g, Bounce&) { g.clock.jump_wall(-59min); }, Outcome::Valid,
     Result::Proven},
    {"the clock went back by a day",
     [](Ground& g, Bounce&) { g.clock.jump_wall(-24h); }, Outcome::Unverifiable,
     Result::Unknown},
    {"the clock went forward by ten years",
     [](Ground& g, Bounce&) { g.clock.jump_wall(87'600h); }, Outcome::Expired,
     Result::Expired},
    {"keys rotated since",
     [](Ground& g, Bounce&) {
         g.keys = Ground::ring({"1a2b3c4d", "99999999"});
     },
     Outcome::Valid, Result::Proven},
    {"its key is retired",
     [](Ground& g, Bounce&) { g.keys = Ground::ring({"99999999"}); }, Outcome::Invalid,
     Result::Refuted},
    {"without keys", [](Ground& g, Bounce&) { g.keys = Ground::ring({}); },
     Outcome::Unverifiable, Result::Unknown},
    {"without keys and without a stamp",
     [](Ground& g, Bounce& b) {
         g.keys = Ground::ring({});
         b.remove(stamp_name);
     },
     Outcome::Unverifiable, Result::Unknown},
    {"without a ring", [](Ground& g, Bounce&) { g.keys = nullptr; },
     Outcome::Unverifiable, Result::Unknown},
    {"after fifteen forged ones",
     [](Ground&, Bounce& b) {
         auto forged = b.field(stamp_name);
         Ground::flip(forged.value, "m=");
         auto& fields = b.reading.returned[0].fields;
         fields.insert(fields.begin(), max_stamps_tried - 1, forged);
     },
     Outcome::Valid, Result::Proven},
    {"after as many forged ones as are tried",
     [](Ground&, Bounce& b) {
         auto forged = b.field(stamp_name);
         Ground::flip(forged.value, "m=");
         auto& fields = b.reading.returned[0].fields;
         fields.insert(fields.begin(), max_stamps_tried, forged);
     },
     Outcome::Invalid, Result::Refuted},
};

Sent of_list()
{
    return {"list-bounces@example.net", "alice@example.net", "2@example.net"};
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a stamp proves for its sender, author and message, and nothing else")
    {
        for (const auto& c : cases) {
            CAPTURE(std::string{c.name});
            Ground ground;
            auto bounce = ground.bounce();
            ground.ledger.lose();
            c.change(ground, bounce);
            const auto judgement = ground.judge(bounce);
            CAPTURE(words_of(judgement));
            CHECK(name(judgement.outcome) == name(c.outcome));
            CHECK(name(result_of(judgement, Kind::Stamp)) == name(c.result));
        }
    }

    TEST_CASE("a change of any one character takes a stamp its proof")
    {
        Ground ground;
        auto good = ground.bounce();
        ground.ledger.lose(); // which would prove it by the Message-ID
        REQUIRE(ground.outcome(good) == Outcome::Valid);
        const auto size = good.field(stamp_name).value.size();
        std::size_t proven = 0;
        for (std::size_t at = 1; at < size; ++at)
            for (unsigned bit = 0; bit < 8; ++bit) {
                auto bounce = good;
                auto& c = bounce.field(stamp_name).value[at];
                c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << bit));
                if (c == '\t' || c == '\n' || c == '\r') // where a space was: folding
                    continue;
                proven += ground.judge(bounce).outcome == Outcome::Valid ? 1U : 0U;
            }
        CHECK(proven == 0);
    }

    TEST_CASE("a bounce to the author proves itself when the ledger knows the sender")
    {
        Ground ground;
        auto bounce = ground.bounce_of(ground.send(of_list()));
        bounce.come_to("alice@example.net");
        CHECK(ground.outcome(bounce) == Outcome::Valid);
        CHECK(result_of(ground.judge(bounce), Kind::Stamp) == Result::Proven);
        ground.ledger.lose();
        CHECK(ground.outcome(bounce) == Outcome::Invalid);
        ground.ledger.fail_to_answer();
        CHECK(ground.outcome(bounce) == Outcome::Unverifiable);
    }

    TEST_CASE("a stamp of somebody else's message proves nothing, and it is said whose")
    {
        Ground ground;
        auto bounce = ground.bounce_of(
            ground.send({"bob@example.net", "bob@example.net", "2@example.net"}));
        bounce.come_to("alice@example.net");
        const auto judgement = ground.judge(bounce);
        CHECK(judgement.outcome == Outcome::Invalid);
        CHECK(judgement.proofs.at(2).detail ==
              "stamp k=1a2b3c4d of 2026-11-18 11:06 was made for <bob@example.net>, "
              "the bounce came to <alice@example.net>");
        CHECK(result_of(judgement, Kind::MessageId) == Result::Refuted);
    }

    TEST_CASE("a stamp put on another message of its sender proves nothing")
    {
        Ground ground;
        const auto stamp = ground.send().stamp;
        auto bounce = ground.bounce_of(
            ground.send({"alice@example.net", "alice@example.net", "other@x"}));
        ground.ledger.lose();
        bounce.field(stamp_name).value = stamp;
        CHECK(ground.outcome(bounce) == Outcome::Invalid);
    }

    TEST_CASE("a thousand stamps cost what the bounds allow")
    {
        Ground ground;
        auto bounce = ground.bounce();
        const auto forged = bounce.field(stamp_name);
        bounce.strip();
        for (int n = 0; n < 1000; ++n) {
            auto field = forged;
            Ground::flip(field.value, "m=");
            bounce.reading.returned[0].fields.push_back(field);
        }
        const auto before = ground.ledger.lookups();
        const auto judgement = ground.judge(bounce);
        CHECK(judgement.outcome == Outcome::Invalid);
        CHECK(judgement.proofs.size() < 30);
        CHECK(ground.ledger.lookups() - before <= max_stamps_tried);
    }

    TEST_CASE("two daemons with one ring verify each other's stamps, through rotation")
    {
        const test::TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        Ground first;
        Ground second;
        (void)add_key(directory, first.clock.wall(), first.clock.wall());
        first.keys = KeyRing::load(directory);
        second.keys = KeyRing::load(directory);
        const auto before = first.bounce();
        CHECK(second.outcome(before) == Outcome::Valid);

        first.clock.advance(1h);
        second.clock.advance(1h);
        (void)add_key(directory, first.clock.wall(), first.clock.wall());
        first.keys = KeyRing::load(directory); // the second has not reloaded yet
        const auto after = first.bounce();
        CHECK(after.reading.returned != before.reading.returned);
        CHECK(first.outcome(before) == Outcome::Valid);
        CHECK(second.outcome(after) == Outcome::Invalid);
        second.keys = KeyRing::load(directory);
        CHECK(second.outcome(after) == Outcome::Valid);
        CHECK(second.outcome(before) == Outcome::Valid);
    }
}

} // namespace mailreeve::bounce
