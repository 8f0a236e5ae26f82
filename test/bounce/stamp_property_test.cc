#include "mailreeve/bounce/envelope_id.hh"
#include "mailreeve/bounce/stamp.hh"

#include "test/bounce/bounds.hh"
#include "test/support/keys.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using test::at;
using test::Dice;

namespace {

constexpr std::uint64_t seed = 20261126;
constexpr std::chrono::seconds lifetime{1209600};

KeyRing some_ring()
{
    return test::ring(
        {{"1a2b3c4d", at(100)}, {"2b3c4d5e", at(200)}, {"f0e1d2c3", at(300)}});
}

WallTime some_time(Dice& dice)
{
    return at(static_cast<std::int64_t>(dice.below(4102444800))); // up to 2100
}

std::string flipped(std::string text, std::size_t bit)
{
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    return text;
}

// Another text, or the same by chance.
std::string changed(Dice& dice, std::string text)
{
    if (text.empty() || dice.one_in(10))
        return text + dice.text(test::some_letters, 1);
    const auto at = dice.below(text.size());
    if (dice.one_in(3))
        return text.erase(at, 1);
    text[at] = test::some_letters[dice.below(test::some_letters.size())];
    return text;
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("what was stamped verifies, and not with any field changed")
    {
        MESSAGE("seed " << seed);
        Dice dice{seed};
        const auto ring = some_ring();
        for (int round = 0; round < 10000; ++round) {
            const auto bound = test::some_bound(dice);
            const auto now = some_time(dice);
            const auto& key = ring.keys()[dice.below(3)];
            const auto stamp = Stamp::parse(
                make_stamp(key, now, test::some_nonce(dice), bound).text());
            CAPTURE(round);
            REQUIRE(stamp);
            const auto check = [&](const Bound& b) {
                return verify(*stamp, b, ring, now, lifetime);
            };
            REQUIRE(check(bound) == Check::Good);
            auto other = bound;
            for (auto* field : {&other.sender, &other.from, &other.message_id}) {
                const auto kept = *field;
                *field = changed(dice, *field);
                REQUIRE((check(other) == Check::Good) == (other == bound));
                *field = kept;
            }
            if (bound.sender != bound.from)
                REQUIRE(check({bound.from, bound.sender, bound.message_id}) ==
                        Check::Forged);
        }
    }

    TEST_CASE("no single bit of a stamp can be flipped")
    {
        MESSAGE("seed " << seed);
        Dice dice{seed};
        const auto ring = some_ring();
        std::size_t parsed = 0;
        for (int round = 0; round < 1000; ++round) {
            const auto bound = test::some_bound(dice);
            const auto now = some_time(dice);
            const auto text = make_stamp(ring.keys()[dice.below(3)], now,
                                         test::some_nonce(dice), bound)
                                  .text();
            for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
                const auto stamp = Stamp::parse(flipped(text, bit));
                parsed += stamp ? 1U : 0U;
                if (stamp && verify(*stamp, bound, ring, now, lifetime) == Check::Good)
                    FAIL(flipped(text, bit));
            }
        }
        CHECK(parsed > 100000); // most of them ask the MAC
    }

    TEST_CASE("no single bit of an envelope id can be flipped")
    {
        MESSAGE("seed " << seed);
        Dice dice{seed};
        const auto ring = some_ring();
        for (int round = 0; round < 1000; ++round) {
            const auto sender = test::some_mailbox(dice);
            const auto now = some_time(dice);
            const auto text = make_envelope_id(ring.keys()[dice.below(3)], now,
                                               test::some_nonce(dice), sender)
                                  .text();
            const auto id = EnvelopeId::parse(text);
            REQUIRE(id);
            REQUIRE(verify(*id, sender, ring, now, lifetime) == Check::Good);
            for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
                const auto other = EnvelopeId::parse(flipped(text, bit));
                if (other && verify(*other, sender, ring, now, lifetime) == Check::Good)
                    FAIL(flipped(text, bit));
            }
        }
    }
}

} // namespace mailreeve::bounce
