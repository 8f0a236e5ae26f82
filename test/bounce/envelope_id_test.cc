#include "mailreeve/bounce/envelope_id.hh"

#include "mailreeve/bounce/stamp.hh"
#include "test/support/keys.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using std::chrono::seconds;
using test::at;

namespace {

constexpr auto now = at(1793000000);
constexpr seconds lifetime{1209600};
constexpr std::string_view sender = "alice@example.net";
constexpr std::string_view nonce_digits = "aebagbafaydqqcik";
constexpr std::string_view sample =
    "mr1.1a2b3c4d.1793000000.aebagbafaydqqcik.AAAAAAAAAAAAAAAAAAAAAA";

std::string with(std::string_view part, std::string_view instead)
{
    std::string text{sample};
    return text.replace(text.find(part), part.size(), instead);
}

EnvelopeId made()
{
    return make_envelope_id(test::key("1a2b3c4d"), now, *nonce_from(nonce_digits),
                            sender);
}

std::string told(std::string_view from, const KeyRing& ring, WallTime when = now)
{
    return std::string{name(verify(made(), from, ring, when, lifetime))};
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("an envelope id is text of an exact form, fit for ENVID as it is")
    {
        const auto text = made().text();
        // As Python's hmac makes it, with HKDF written out after RFC 5869 2.
        CHECK(text ==
              "mr1.1a2b3c4d.1793000000.aebagbafaydqqcik.oXC_PD6lCkpxFZ84MUjqpw");
        CHECK(text.size() <= max_envelope_id);
        CHECK(EnvelopeId::parse(text)->text() == text);
        CHECK(EnvelopeId::parse(sample)->text() == sample);
    }

    TEST_CASE("what is no envelope id of ours to the letter is none")
    {
        const std::string cases[] = {
            "",
            "mr1",
            "mr1....",
            "QQ314159",
            std::string{sample} + ".",
            std::string{sample} + "A",
            std::string{sample} + " ",
            " " + std::string{sample},
            "<" + std::string{sample} + ">",
            with("mr1", "MR1"),
            with("mr1", "mr2"),
            with("1a2b3c4d", "1A2B3C4D"),
            with("1a2b3c4d.", ""),
            with("1793000000", "+1793000000"),
            with("1793000000", "01793000000"),
            with("1793000000", "1099511627777"),
            with("aebagbafaydqqcik", "aebagbafaydqqci"),
            with("aebagbafaydqqcik", "AEBAGBAFAYDQQCIK"),
            with("AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB"),
            with("AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA+3D"),
            std::string(101, 'm'),
        };
        for (const auto& text : cases) {
            CAPTURE(text);
            CHECK_FALSE(EnvelopeId::parse(text));
        }
    }

    TEST_CASE("an envelope id holds for its sender, its key and its time alone")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        CHECK(told(sender, ring) == "good");
        CHECK(told("mallory@example.net", ring) == "forged");
        CHECK(told("", ring) == "forged");
        CHECK(told(sender, test::ring({{"2a2b3c4d", at(0)}})) == "unknown-key");
        CHECK(told(sender, ring, now + lifetime) == "good");
        CHECK(told(sender, ring, now + lifetime + seconds{1}) == "expired");
        CHECK(told(sender, ring, now - seconds{3600}) == "good");
        CHECK(told(sender, ring, now - seconds{3601}) == "from-future");
    }

    TEST_CASE("the MAC of an envelope id makes no stamp")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        const auto id = made();
        const Stamp stamp{id.key_id, id.time, id.nonce, id.mac};
        CHECK(verify(stamp, {std::string{sender}, "", ""}, ring, now, lifetime) ==
              Check::Forged);
    }
}

} // namespace mailreeve::bounce
