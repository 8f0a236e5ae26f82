#include "milter/negotiation.hh"

#include <doctest/doctest.h>

#include <bit>

namespace mailreeve::milter {

namespace {

constexpr Offer postfix_3_7{0x1ff, 0x1fffff}; // FACTS 1
constexpr Offer sendmail_8_17{0x1ff, 0x1fffff};
constexpr Offer ancient{0x00f, 0x07f}; // protocol 2: adds headers, knows no silence

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("of a current MTA only RCPT and the end of the message want a reply")
    {
        for (const auto& offer : {postfix_3_7, sendmail_8_17}) {
            const auto agreed =
                negotiate(offer, Load::WithinLimits, Wants{.bounces = true});
            CHECK(agreed.is_silent(Stage::Connect));
            CHECK(agreed.is_silent(Stage::Helo));
            CHECK(agreed.is_silent(Stage::Mail));
            CHECK(agreed.is_silent(Stage::Header));
            CHECK_FALSE(agreed.is_silent(Stage::Recipient));
            CHECK_FALSE(agreed.is_silent(Stage::End));
            CHECK(agreed.leading_space());
            CHECK(lacking(agreed).empty());
        }
    }

    TEST_CASE("steps that nothing needs are not sent")
    {
        const auto agreed = negotiate(postfix_3_7, Load::WithinLimits, Wants{});
        for (const auto step :
             {step::no_body, step::no_end_of_headers, step::no_data, step::no_unknown})
            CHECK((agreed.steps & step) == step);
    }

    TEST_CASE("a body that is seen can be cut short, and has a reply for that")
    {
        const auto agreed =
            negotiate(postfix_3_7, Load::WithinLimits, Wants{.bounces = true});
        CHECK(agreed.has_body());
        CHECK(agreed.skips());
        CHECK_FALSE(agreed.is_silent(Stage::Body));
        CHECK_FALSE(negotiate(postfix_3_7, Load::WithinLimits, Wants{}).has_body());
    }

    TEST_CASE("rejected recipients are not asked for")
    {
        const auto agreed =
            negotiate(postfix_3_7, Load::WithinLimits, Wants{.bounces = true});
        constexpr std::uint32_t rejected_recipients = 0x800;
        CHECK((agreed.steps & rejected_recipients) == 0);
    }

    TEST_CASE("an overloaded daemon keeps its reply to connect")
    {
        const auto agreed =
            negotiate(postfix_3_7, Load::OverLimits, Wants{.bounces = true});
        CHECK_FALSE(agreed.is_silent(Stage::Connect));
        CHECK(agreed.is_silent(Stage::Helo));
    }

    TEST_CASE("nothing is asked for that is not offered, whatever is offered")
    {
        for (std::uint32_t bit = 0; bit < 32; ++bit) {
            CAPTURE(bit);
            const auto flag = std::uint32_t{1} << bit;
            for (const auto offer : {Offer{flag, ~flag}, Offer{~flag, flag}}) {
                const auto agreed =
                    negotiate(offer, Load::WithinLimits, Wants{.bounces = true});
                CHECK((agreed.actions & ~offer.actions) == 0);
                CHECK((agreed.steps & ~offer.steps) == 0);
            }
        }
    }

    TEST_CASE("what an old MTA cannot do is named")
    {
        const auto agreed =
            negotiate(ancient, Load::WithinLimits, Wants{.bounces = true});
        CHECK_FALSE(agreed.leading_space());
        CHECK_FALSE(agreed.is_silent(Stage::Connect));
        CHECK(agreed.grants(action::add_headers));
        CHECK(lacking(agreed) == std::vector<std::string_view>{
                                     "subject tags and the removal of forged headers",
                                     "quarantine", "envelope ids on what leaves"});
    }

    TEST_CASE("each stage has one list of macros")
    {
        int stage = 0;
        for (const auto& list : macro_lists)
            CHECK(list.stage == stage++);
        CHECK(stage == 7);
    }
}

} // namespace mailreeve::milter
