#include "ctl/bounce_review.hh"

#include "test/support/keys.hh"
#include "test/support/mail.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::ctl {

using namespace std::chrono_literals;
using bounce::Mode;
using Sight = SeenKeys::Sight;

namespace {

constexpr WallTime now{1'795'000'000s}; // 2026-11-18T11:06:40Z

snapshot::Settings settings(Mode mode)
{
    snapshot::Settings settings;
    settings.local.domains = {test::domain("example.net")};
    settings.bounces.mode = mode;
    settings.bounces.outbound = bounce::Outbound::Exclusive;
    return settings;
}

SeenKeys ring(const std::vector<std::pair<std::string, WallTime>>& keys)
{
    return {Sight::Found,
            std::make_shared<const bounce::KeyRing>(test::ring(keys)),
            {},
            {}};
}

Stamping stamped(std::chrono::seconds ago)
{
    return {ring({{"1a2b3c4d", now - 100h}}),
            true,
            {{test::domain("example.net"), now - ago}},
            {},
            now};
}

Remark about(const Remarks& remarks, const std::string& subject)
{
    const auto found = std::ranges::find(remarks, subject, &Remark::subject);
    REQUIRE(found != remarks.end());
    return *found;
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a key ring is graded by what the daemon could do with it")
    {
        const SeenKeys none{Sight::None,
                            std::make_shared<const bounce::KeyRing>(test::ring({})),
                            {},
                            {}};
        auto refused = none;
        refused.sight = Sight::Refused;
        refused.problem = "/k can be read by others (mode 0644)";
        refused.mend = "chmod 0400 /k";
        auto hidden = none;
        hidden.sight = Sight::Unreadable;
        hidden.problem = "/k: Permission denied";
        struct Case {
            const char* name = "";
            SeenKeys keys;
            bool has_ledger = false;
            Grade grade = Grade::Ok;
            const char* text = "";
            const char* hint = "";
        };
        const Case cases[] = {
            {"sound", ring({{"1a2b3c4d", now - 100h}}), true, Grade::Ok,
             "1 key; 1a2b3c4d signs since 2026-11-14T07:06:40Z, 4d 4h 0m ago", ""},
            {"old", ring({{"1a2b3c4d", now - 61 * 24h}}), true, Grade::Warning,
             "1 key; 1a2b3c4d signs since 2026-09-18T11:06:40Z, 61d 0h 0m ago, longer "
             "than twice bounces.rotation",
             "a daemon that runs makes a new one: mailreevectl status"},
            {"old, and the next one waits",
             ring({{"1a2b3c4d", now - 61 * 24h}, {"2a2b3c4d", now + 1h}}), true,
             Grade::Ok,
             "2 keys; 1a2b3c4d signs since 2026-09-18T11:06:40Z, 61d 0h 0m ago", ""},
            {"to come", ring({{"1a2b3c4d", now + 1h}}), true, Grade::Warning,
             "1 key; 1a2b3c4d signs, whose time comes only 2026-11-18T12:06:40Z: the "
             "clock was ahead",
             "mailreevectl keys rotate, once the clock is right"},
            {"refused", refused, true, Grade::Error,
             "/k can be read by others (mode 0644)", "chmod 0400 /k"},
            {"hidden", hidden, true, Grade::Warning, "/k: Permission denied",
             "ask as root or as the daemon's user"},
            {"new", none, false, Grade::Warning, "there are none yet",
             "the daemon makes the first when it starts"},
            {"lost", none, true, Grade::Error,
             "there are none beside a ledger of stamps: the daemon does not start",
             "put them back from a backup; mailreevectl keys init makes new ones and "
             "disowns all that has left"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            auto stamping = stamped(1h);
            stamping.keys = c.keys;
            stamping.has_ledger = c.has_ledger;
            const auto told =
                about(review_bounces(settings(Mode::Learn), stamping), "bounces: keys");
            CHECK(told.grade == c.grade);
            CHECK(told.text == c.text);
            CHECK(told.hint == c.hint);
        }
    }

    TEST_CASE("each domain is told its mode, its first stamp and what begins when")
    {
        struct Case {
            const char* name;
            Mode mode;
            std::optional<std::chrono::seconds> ago;
            std::chrono::seconds learning;
            Grade grade;
            const char* text;
        };
        const Case cases[] = {
            {"off", Mode::Off, 1h, 336h, Grade::Ok,
             "off: nothing is stamped or judged"},
            {"learn, new",
             Mode::Learn,
             {},
             336h,
             Grade::Ok,
             "learn; nothing has been stamped yet"},
            {"learn, young", Mode::Learn, 24h, 336h, Grade::Ok,
             "learn; first stamp 2026-11-17T11:06:40Z, 1d 0h 0m ago: liberal and "
             "strict can begin 2026-12-01T11:06:40Z"},
            {"learn, old", Mode::Learn, 400h, 336h, Grade::Ok,
             "learn; first stamp 2026-11-01T19:06:40Z, 16d 16h 0m ago: old enough for "
             "liberal and strict"},
            {"strict, new",
             Mode::Strict,
             {},
             336h,
             Grade::Warning,
             "strict waits, and learns: nothing has been stamped yet"},
            {"strict, young", Mode::Strict, 24h, 336h, Grade::Ok,
             "strict begins 2026-12-01T11:06:40Z and learns until then; first stamp "
             "2026-11-17T11:06:40Z, 1d 0h 0m ago"},
            {"strict, old", Mode::Strict, 400h, 336h, Grade::Ok,
             "strict is in force; first stamp 2026-11-01T19:06:40Z, 16d 16h 0m ago"},
            {"liberal in haste", Mode::Liberal, 24h, 1h, Grade::Warning,
             "liberal is in force; first stamp 2026-11-17T11:06:40Z, 1d 0h 0m ago, but "
             "mail that left less than bounces.lifetime ago without a stamp may still "
             "bounce, and looks forged"},
            {"liberal, unstamped",
             Mode::Liberal,
             {},
             0s,
             Grade::Warning,
             "liberal is in force; no stamp yet, but mail that left less than "
             "bounces.lifetime ago without a stamp may still bounce, and looks forged"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            auto wanted = settings(Mode::Learn);
            wanted.local.domains.push_back(test::domain("example.org"));
            wanted.bounces.domains = {{{test::domain("example.org")}, c.mode, {}, {}}};
            wanted.bounces.learning = c.learning;
            auto stamping = stamped(1h);
            if (c.ago)
                stamping.since.emplace(test::domain("example.org"), now - *c.ago);
            const auto told =
                about(review_bounces(wanted, stamping), "bounces of example.org");
            CHECK(told.grade == c.grade);
            CHECK(told.text == c.text);
        }
    }

    TEST_CASE("a ledger that cannot be read is told once, and no age is invented")
    {
        auto stamping = stamped(1h);
        stamping.since.clear();
        stamping.ledger_problem = "/s/state.db: Permission denied";
        const auto remarks = review_bounces(settings(Mode::Strict), stamping);
        CHECK(about(remarks, "bounces: stamps").text == stamping.ledger_problem);
        CHECK(about(remarks, "bounces of example.net").text ==
              "mode strict; when it was first stamped is not known");
    }

    TEST_CASE("without a domain of ours, or with all of them off, that alone is told")
    {
        auto nobody = settings(Mode::Learn);
        nobody.local.domains.clear();
        const auto remarks = review_bounces(nobody, stamped(1h));
        REQUIRE(remarks.size() == 1);
        CHECK(remarks[0].grade == Grade::Warning);
        CHECK_FALSE(stamps_anything(nobody));
        const auto off = review_bounces(settings(Mode::Off), stamped(1h));
        REQUIRE(off.size() == 1);
        CHECK(off[0].grade == Grade::Ok);
        CHECK_FALSE(stamps_anything(settings(Mode::Off)));
        CHECK(stamps_anything(settings(Mode::Learn)));
    }
}

} // namespace mailreeve::ctl
