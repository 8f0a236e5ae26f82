#include "milter/custody.hh"

#include "milter/start_refused.hh"
#include "milter/unpacking.hh"
#include "test/support/past_clock.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <system_error>

namespace mailreeve::milter {

namespace {

namespace fs = std::filesystem;

class NoSink final : public log::Sink {
public:
    std::size_t write(std::span<const log::Entry> entries,
                      const std::stop_token& /*stop*/) override
    {
        return entries.size();
    }
};

struct Ground {
    test::PastClock clock;
    test::TemporaryDirectory state;
    log::Log log{std::make_unique<NoSink>(), clock};

    std::unique_ptr<Custody> open()
    {
        return std::make_unique<Custody>(state.path(), quarantine::Settings{}, clock,
                                         log);
    }

    quarantine::Held held() const
    {
        quarantine::Held held;
        held.id = Id::make(clock.wall()).text();
        held.at = clock.wall();
        held.reason = "because";
        return held;
    }

    std::size_t keys() const
    {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator{state / "keys"})
            count += entry.path().filename().string().starts_with("archive-") ? 1U : 0U;
        return count;
    }
};

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("an empty state gets a key, and keeps what it is given")
    {
        Ground ground;
        auto custody = ground.open();
        CHECK(ground.keys() == 1);
        custody->quarantine().keep(ground.held(), "Subject: x\r\n\r\nhello\r\n");
        CHECK(custody->quarantine().counts().messages == 1);
        custody.reset();
        CHECK(ground.open()->quarantine().counts().messages == 1);
        CHECK(ground.keys() == 1);
    }

    TEST_CASE("without its key beside kept messages a daemon does not start")
    {
        Ground ground;
        ground.open()->quarantine().keep(ground.held(), "Subject: x\r\n\r\nhello\r\n");
        fs::remove_all(ground.state / "keys");
        try {
            ground.open();
            FAIL("it started");
        } catch (const StartRefused& refused) {
            CHECK(refused.status() == Exit::Configuration);
            CHECK_FALSE(refused.hint().empty());
        }
    }

    TEST_CASE("a reload without keys on disk leaves those in force")
    {
        Ground ground;
        const auto custody = ground.open();
        fs::remove_all(ground.state / "keys");
        custody->reload({});
        custody->quarantine().keep(ground.held(), "Subject: x\r\n\r\nhello\r\n");
        CHECK(custody->quarantine().counts().messages == 1);
    }

    TEST_CASE("workers that cannot be started are missed when they are needed")
    {
        attachment::UnpackSettings settings;
        settings.worker = "/nonexistent/mailreeve-unpack";
        Unpacking unpacking{settings};
        CHECK(unpacking.counters().requests == 0);
        CHECK_THROWS_AS(unpacking.start(), std::system_error);
        CHECK_THROWS_AS(unpacking.look_into({}), std::system_error);
    }
}

} // namespace mailreeve::milter
