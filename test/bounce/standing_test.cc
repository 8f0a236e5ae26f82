#include "mailreeve/bounce/standing.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using namespace std::chrono_literals;

TEST_SUITE("bounce")
{
    TEST_CASE("a mode that acts waits until a domain has been stamped for long enough")
    {
        const WallTime now{1'795'000'000s};
        struct Case {
            const char* name;
            Mode mode;
            std::optional<WallTime> since;
            std::chrono::seconds learning;
            Standing expected;
        };
        const Case cases[] = {
            {"off is off", Mode::Off, {}, 10s, {Mode::Off, Mode::Off, {}}},
            {"learn waits for nothing",
             Mode::Learn,
             now,
             10s,
             {Mode::Learn, Mode::Learn, {}}},
            {"nothing is stamped",
             Mode::Liberal,
             {},
             10s,
             {Mode::Liberal, Mode::Learn, {}}},
            {"not for long enough",
             Mode::Strict,
             now - 9s,
             10s,
             {Mode::Strict, Mode::Learn, now + 1s}},
            {"for long enough",
             Mode::Strict,
             now - 10s,
             10s,
             {Mode::Strict, Mode::Strict, {}}},
            {"learning is off", Mode::Strict, {}, 0s, {Mode::Strict, Mode::Strict, {}}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            Settings settings;
            settings.mode = c.mode;
            settings.learning = c.learning;
            const auto found =
                standing(settings, test::domain("example.net"), c.since, now);
            CHECK(found == c.expected);
            CHECK(found.is_waiting() == (c.expected.configured != c.expected.now));
        }
    }

    TEST_CASE("each domain stands by its own rules")
    {
        Settings settings;
        settings.mode = Mode::Liberal;
        settings.domains = {
            {{test::domain("example.org")}, Mode::Strict, Outbound::Exclusive, {}}};
        const WallTime now{1'795'000'000s};
        const auto of = [&](const char* name) {
            return standing(settings, test::domain(name), now - 1000h, now).now;
        };
        CHECK(of("example.net") == Mode::Liberal);
        CHECK(of("example.org") == Mode::Strict);
    }
}

} // namespace mailreeve::bounce
