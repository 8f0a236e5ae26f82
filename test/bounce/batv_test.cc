#include "mailreeve/bounce/batv.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/bound.hh"
#include "test/bounce/bounds.hh"
#include "test/support/keys.hh"
#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using std::chrono::days;
using test::address;
using test::at;

namespace {

constexpr auto now =
    at(1793000000); // 14:13:20 of day 20752, which is 752 of its thousand

std::string told(const std::optional<Untagged>& found)
{
    return found ? std::string{name(found->check)} + ' ' + found->address.text()
                 : "none";
}

std::string tagged_text(BatvForm form, const char* sender, WallTime when = now)
{
    const auto result = tagged(test::key("1a2b3c4d"), when, address(sender), form);
    return result ? result->text() : "none";
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a tag stands where its form says, with key digit and day of expiry")
    {
        const auto prvs = tagged_text(BatvForm::Prvs, "Alice@example.net");
        CHECK(prvs.starts_with("prvs=1760"));
        CHECK(prvs.substr(9, 6) == "be6257"); // as Python's hmac makes it
        CHECK(prvs.ends_with("=Alice@example.net"));
        CHECK(prvs.size() == std::string{"prvs=KDDDSSSSSS=Alice@example.net"}.size());
        const auto sub = tagged_text(BatvForm::SubAddress, "Alice@example.net");
        CHECK(sub.starts_with("Alice+prvs=1760"));
        CHECK(sub.ends_with("@example.net"));
        const auto dash = tagged(test::key("1a2b3c4d"), now, address("a@example.net"),
                                 BatvForm::SubAddress, '-');
        REQUIRE(dash);
        CHECK(dash->text().starts_with("a-prvs=1760"));
    }

    TEST_CASE("a key is told by the first digit of its id")
    {
        const auto digit = [](const char* id) {
            return tagged(test::key(id), now, address("a@b.example"), BatvForm::Prvs)
                ->text()
                .substr(5, 1);
        };
        CHECK(digit("0a2b3c4d") == "0");
        CHECK(digit("9a2b3c4d") == "9");
        CHECK(digit("aa2b3c4d") == "0");
        CHECK(digit("fa2b3c4d") == "5");
    }

    TEST_CASE("an address that cannot carry a tag gets none")
    {
        CHECK(tagged_text(BatvForm::None, "a@example.net") == "none");
        CHECK(tagged_text(BatvForm::Prvs, "<>") == "none");
        CHECK(tagged_text(BatvForm::Prvs, "postmaster") == "none");
        CHECK(tagged_text(BatvForm::Prvs, "prvs=0123abcdef=a@example.net") == "none");
        CHECK(tagged_text(BatvForm::SubAddress, "btv1==0123abcdef1==a@example.net") ==
              "none");
        CHECK(tagged_text(BatvForm::SubAddress, "prvs=0123abcdef=@example.net") ==
              "none"); // would be the tag of what stands behind it
        CHECK_FALSE(tagged(test::key("1a2b3c4d"), now,
                           mail::Address::tolerant("<a b@c d>"), BatvForm::Prvs));
        const auto local = [](std::size_t size) {
            return std::string(size, 'x') + "@example.net";
        };
        CHECK(tagged_text(BatvForm::Prvs, local(48).c_str()) != "none");
        CHECK(tagged_text(BatvForm::Prvs, local(49).c_str()) == "none");
    }

    TEST_CASE(
        "a tag of ours comes off again and is good, case changed on its way or not")
    {
        test::Dice dice{20261126};
        const auto ring = test::ring({{"0a2b3c4d", at(0)}, {"1a2b3c4d", at(1)}});
        for (int round = 0; round < 2000; ++round) {
            const auto sender = address(test::some_mailbox(dice));
            const auto form = dice.one_in(2) ? BatvForm::Prvs : BatvForm::SubAddress;
            const auto& key = ring.keys()[dice.below(2)];
            const auto sent = tagged(key, now, sender, form);
            REQUIRE(sent);
            CAPTURE(sent->text());
            CHECK(told(untag(*sent, ring, now)) == "good " + sender.text());
            CHECK(normalised(*sent) == normalised(sender));
            auto shouted = sent->text();
            for (auto& c : shouted)
                c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            CHECK(untag(address(shouted), ring, now)->check == Check::Good);
        }
    }

    TEST_CASE("no single bit of a tag can be flipped")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}, {"2a2b3c4d", at(0)}});
        for (const auto form : {BatvForm::Prvs, BatvForm::SubAddress}) {
            const auto sent = tagged_text(form, "alice@example.net");
            for (std::size_t bit = 0; bit < 8 * sent.find('@'); ++bit) {
                auto flipped = sent;
                flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
                CAPTURE(flipped);
                const auto parsed = mail::Address::parse(flipped);
                const auto found = parsed ? untag(*parsed, ring, now) : std::nullopt;
                // letters but for their case are the same address and the same MAC
                const bool only_case = bit % 8 == 5 && ascii::is_alpha(sent[bit / 8]);
                CHECK((found && found->check == Check::Good) == only_case);
            }
        }
    }

    TEST_CASE("a tag holds for its address and its ring alone")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        const auto sent = tagged_text(BatvForm::Prvs, "alice@example.net");
        const auto tag = sent.substr(0, sent.find("alice"));
        CHECK(told(untag(address(tag + "alice@example.net"), ring, now)) ==
              "good alice@example.net");
        CHECK(told(untag(address(tag + "alicf@example.net"), ring, now)) ==
              "forged alicf@example.net");
        CHECK(told(untag(address(tag + "alice@example.org"), ring, now)) ==
              "forged alice@example.org");
        CHECK(told(untag(address(sent), test::ring({{"1a2b3c4e", at(0)}}), now)) ==
              "forged alice@example.net");
        CHECK(told(untag(address(sent), test::ring({}), now)) ==
              "unknown-key alice@example.net");
    }

    TEST_CASE("what has no tag of our forms is left alone")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        for (const auto* text :
             {"<>", "alice@example.net", "prvs=0545a40e5=alice@example.net",
              "btv1==0123abcdef1==alice@example.net",
              "prvs=alice=0123abcdef@example.net",
              "prvs=01a3abcdef=alice@example.net"}) {
            CAPTURE(std::string{text});
            CHECK(told(untag(address(text), ring, now)) == "none");
        }
        CHECK(told(untag(address("prvs=0123abcdef=alice@example.net"), ring, now)) ==
              "forged alice@example.net");
        CHECK(told(untag(address("alice+prvs=0123abcdef@example.net"), ring, now)) ==
              "forged alice@example.net");
    }

    TEST_CASE("a tag is good on its day and eight more, all round the thousand days")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        const auto noon = at(86400LL * 20000 + 43200);
        for (int day = 0; day < 1000; ++day) {
            CAPTURE(day);
            const auto made = noon + days{day};
            const auto sent =
                address(tagged_text(BatvForm::Prvs, "a@example.net", made));
            const auto check = [&](auto later) {
                return name(untag(sent, ring, made + later)->check);
            };
            CHECK(check(days{0}) == "good");
            CHECK(check(days{8}) == "good");
            CHECK(check(days{9}) == "expired");
            CHECK(check(days{400}) == "expired");
            CHECK(check(days{-1}) == "from-future");
            CHECK(check(days{-100}) == "from-future");
        }
    }

    TEST_CASE("a host whose clock is up to an hour ahead tags for the day to come")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        const auto midnight = at(86400LL * 20000);
        const auto sent =
            address(tagged_text(BatvForm::Prvs, "a@example.net", midnight));
        const auto check = [&](auto then) {
            return name(untag(sent, ring, then)->check);
        };
        CHECK(check(midnight - std::chrono::hours{1}) == "good");
        CHECK(check(midnight - std::chrono::hours{1} - std::chrono::seconds{1}) ==
              "from-future");
        CHECK(check(midnight + days{9} - std::chrono::seconds{1}) == "good");
        CHECK(check(midnight + days{9}) == "expired");
    }
}

} // namespace mailreeve::bounce
