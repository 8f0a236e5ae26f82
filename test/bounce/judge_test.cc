#include "mailreeve/bounce/judge.hh"

#include "mailreeve/bounce/batv.hh"
#include "test/bounce/judge_ground.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <span>

namespace mailreeve::bounce {

using namespace std::chrono_literals;
using Ground = JudgeGround;
using Kind = Proof::Kind;
using Result = Proof::Result;

namespace {

void check_case(const JudgeCase& c, Kind kind)
{
    CAPTURE(std::string{c.name});
    Ground ground;
    auto bounce = ground.bounce();
    c.change(ground, bounce);
    const auto judgement = ground.judge(bounce);
    CAPTURE(words_of(judgement));
    CHECK(name(judgement.outcome) == name(c.outcome));
    CHECK(name(result_of(judgement, kind)) == name(c.result));
    CHECK_FALSE(judgement.detail.empty());
    const auto is_bare = [](const Proof& proof) { return proof.detail.empty(); };
    CHECK(std::ranges::none_of(judgement.proofs, is_bare));
}

void check_cases(std::span<const JudgeCase> cases, Kind kind)
{
    for (const auto& c : cases)
        check_case(c, kind);
}

void tag(Ground& ground, Bounce& bounce, BatvForm form = BatvForm::SubAddress)
{
    bounce.reception.recipient =
        tagged(*ground.keys->signing(ground.clock.wall()), ground.clock.wall(),
               test::address("alice@example.net"), form)
            .value();
}

// The recipient's text with one hexadecimal digit of the tag's MAC changed.
void spoil_tag(Bounce& bounce)
{
    auto text = bounce.reception.recipient.text();
    auto& digit = text.at(text.find('@') - 1);
    digit = digit == '0' ? '1' : '0';
    bounce.come_to(text);
}

constexpr JudgeCase batv_cases[] = {
    {"a tag of ours, nothing returned",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         tag(g, b);
     },
     Outcome::Valid, Result::Proven},
    {"the other form",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         tag(g, b, BatvForm::Prvs);
     },
     Outcome::Valid, Result::Proven},
    {"a tag of ours, without a ledger",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         tag(g, b);
         g.ledger.fail_to_answer();
     },
     Outcome::Valid, Result::Proven},
    {"too old",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         tag(g, b);
         g.clock.advance(9 * 24h);
     },
     Outcome::Expired, Result::Expired},
    {"forged, nothing returned",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         tag(g, b);
         spoil_tag(b);
     },
     Outcome::Unverifiable, Result::Refuted},
    {"forged, headers returned",
     [](Ground& g, Bounce& b) {
         b.strip();
         tag(g, b);
         spoil_tag(b);
     },
     Outcome::Invalid, Result::Refuted},
    {"forged, but the stamp is good",
     [](Ground& g, Bounce& b) {
         tag(g, b);
         spoil_tag(b);
     },
     Outcome::Valid, Result::Refuted},
    {"made for another address",
     [](Ground& g, Bounce& b) {
         b.strip();
         tag(g, b);
         auto text = b.reception.recipient.text();
         b.come_to("bob" + text.substr(text.find('+')));
     },
     Outcome::Invalid, Result::Refuted},
    {"from a clock that went ahead",
     [](Ground& g, Bounce& b) {
         b.strip();
         tag(g, b);
         g.clock.jump_wall(-72h);
     },
     Outcome::Unverifiable, Result::Unknown},
    {"without keys",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         tag(g, b);
         g.keys = Ground::ring({});
     },
     Outcome::Unverifiable, Result::Unknown},
    {"of another maker",
     [](Ground&, Bounce& b) {
         b.strip();
         b.come_to("btv1==0123456789==alice@example.net");
     },
     Outcome::Invalid, Result::Absent},
};

constexpr JudgeCase envelope_id_cases[] = {
    {"ours, nothing returned",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {g.send().envelope_id};
     },
     Outcome::Valid, Result::Proven},
    {"ours, after another's",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {"QQ314159", g.send().envelope_id};
     },
     Outcome::Valid, Result::Proven},
    {"ours, and the ledger is lost",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {g.send().envelope_id};
         g.ledger.lose();
     },
     Outcome::Valid, Result::Proven},
    {"ours, and the ledger cannot be read",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {g.send().envelope_id};
         g.ledger.fail_to_answer();
     },
     Outcome::Valid, Result::Proven},
    {"the bounce comes to the author instead of the sender",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {
             g.send({"list-bounces@example.net", "alice@example.net", "2@example.net"})
                 .envelope_id};
     },
     Outcome::Valid, Result::Proven},
    {"the same, and the ledger is lost",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {
             g.send({"list-bounces@example.net", "alice@example.net", "2@example.net"})
                 .envelope_id};
         g.ledger.lose();
     },
     Outcome::Unverifiable, Result::Refuted},
    {"the same, and the ledger cannot be read",
     [](Ground& g, Bounce& b) {
         b.strip();
         b.reading.envelope_ids = {
             g.send({"list-bounces@example.net", "alice@example.net", "2@example.net"})
                 .envelope_id};
         g.ledger.fail_to_answer();
     },
     Outcome::Unverifiable, Result::Unknown},
    {"forged, nothing returned",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {g.send().envelope_id};
         Ground::flip(b.reading.envelope_ids[0],
                      b.reading.envelope_ids[0].substr(0, 60));
     },
     Outcome::Unverifiable, Result::Refuted},
    {"of another sender, headers returned",
     [](Ground& g, Bounce& b) {
         b.strip();
         b.reading.envelope_ids = {
             g.send({"bob@example.net", "bob@example.net", "2@example.net"})
                 .envelope_id};
     },
     Outcome::Invalid, Result::Refuted},
    {"of another's form",
     [](Ground&, Bounce& b) {
         b.strip();
         b.reading.envelope_ids = {"QQ314159", "", "mr1.", std::string(5000, 'x')};
     },
     Outcome::Invalid, Result::Absent},
    {"too old",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {g.send().envelope_id};
         g.clock.advance(15 * 24h);
     },
     Outcome::Expired, Result::Expired},
    {"from the future",
     [](Ground& g, Bounce& b) {
         b.strip();
         b.reading.envelope_ids = {g.send().envelope_id};
         g.clock.jump_wall(-24h);
     },
     Outcome::Unverifiable, Result::Unknown},
    {"of a key that is not in the ring",
     [](Ground& g, Bounce& b) {
         b.strip();
         b.reading.envelope_ids = {g.send().envelope_id};
         g.keys = Ground::ring({"ffffffff"});
     },
     Outcome::Invalid, Result::Refuted},
    {"without keys",
     [](Ground& g, Bounce& b) {
         b.strip_all();
         b.reading.envelope_ids = {g.send().envelope_id};
         g.keys = Ground::ring({});
     },
     Outcome::Unverifiable, Result::Unknown},
    {"the last that is tried",
     [](Ground& g, Bounce& b) {
         b.strip();
         auto other = g.send({"bob@example.net", "b@x.org", "2@example.net"});
         b.reading.envelope_ids.assign(15, other.envelope_id);
         b.reading.envelope_ids.push_back(g.send().envelope_id);
     },
     Outcome::Valid, Result::Proven},
    {"one more than are tried",
     [](Ground& g, Bounce& b) {
         b.strip();
         auto other = g.send({"bob@example.net", "b@x.org", "2@example.net"});
         b.reading.envelope_ids.assign(16, other.envelope_id);
         b.reading.envelope_ids.push_back(g.send().envelope_id);
     },
     Outcome::Invalid, Result::Refuted},
};

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a tag of BATV in the recipient proves, and nothing else of that form")
    {
        check_cases(batv_cases, Kind::Batv);
    }

    TEST_CASE("an envelope id proves for the very sender that it was made for")
    {
        check_cases(envelope_id_cases, Kind::EnvelopeId);
    }

    TEST_CASE("what is ordinary mail or a report is not judged")
    {
        for (const auto kind : {Class::None, Class::Report})
            for (const bool by_us : {false, true}) {
                Ground ground;
                auto bounce = ground.bounce();
                bounce.reading.kind = kind;
                bounce.reception.by_us = by_us;
                const auto judgement = ground.judge(bounce);
                CHECK(judgement.outcome == Outcome::NotBounce);
                CHECK(judgement.proofs.empty());
                CHECK(judgement.kind == kind);
                CHECK(ground.ledger.lookups() == 0);
            }
    }

    TEST_CASE("proofs are tried in their order until one holds, and all are recorded")
    {
        Ground ground;
        auto bounce = ground.bounce();
        const auto kinds = [&] {
            std::vector<Kind> tried;
            for (const auto& proof : ground.judge(bounce).proofs)
                tried.push_back(proof.kind);
            return tried;
        };
        CHECK(kinds() == std::vector{Kind::Batv, Kind::EnvelopeId, Kind::Stamp});
        bounce.remove("X-Mailreeve-Stamp");
        CHECK(kinds() ==
              std::vector{Kind::Batv, Kind::EnvelopeId, Kind::Stamp, Kind::MessageId});
        bounce.strip();
        CHECK(kinds() == std::vector{Kind::Batv, Kind::EnvelopeId, Kind::Stamp,
                                     Kind::MessageId, Kind::Path});
        bounce.reading.envelope_ids = {ground.send().envelope_id};
        CHECK(kinds() == std::vector{Kind::Batv, Kind::EnvelopeId});
    }

    TEST_CASE("outcomes, proofs and results have the names that are printed")
    {
        const std::vector<std::pair<Outcome, std::string>> outcomes = {
            {Outcome::NotBounce, "not-a-bounce"},
            {Outcome::Exempt, "exempt"},
            {Outcome::Valid, "valid"},
            {Outcome::ValidForwarded, "valid-forwarded"},
            {Outcome::Expired, "expired"},
            {Outcome::Replayed, "replayed"},
            {Outcome::Invalid, "invalid"},
            {Outcome::Unverifiable, "unverifiable"}};
        for (const auto& [outcome, text] : outcomes)
            CHECK(name(outcome) == text);
        std::string kinds;
        for (const auto kind :
             {Kind::Batv, Kind::EnvelopeId, Kind::Stamp, Kind::MessageId, Kind::Path})
            kinds.append(name(kind)).append(" ");
        CHECK(kinds == "batv envelope-id stamp message-id path ");
        std::string results;
        for (const auto result : {Result::Proven, Result::Absent, Result::Refuted,
                                  Result::Expired, Result::Unknown})
            results.append(name(result)).append(" ");
        CHECK(results == "proven absent refuted expired unknown ");
    }
}

} // namespace mailreeve::bounce
