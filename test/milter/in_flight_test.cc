#include "milter/in_flight.hh"

#include "test/support/fake_clock.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace mailreeve::milter {

namespace {

struct Scene {
    test::TemporaryDirectory directory;
    test::FakeClock clock;
    std::filesystem::path file{directory.path() / "in-flight"};

    // A process that ends with these messages in flight.
    void die_with(std::initializer_list<std::uint64_t> messages) const
    {
        const auto child = ::fork();
        if (child == 0) {
            InFlight flights{file, clock};
            std::vector<std::unique_ptr<InFlight::Note>> notes;
            for (const auto message : messages)
                notes.push_back(std::make_unique<InFlight::Note>(flights, message));
            ::_exit(0); // no destructor runs, as with a signal
        }
        int status = 0;
        CHECK(::waitpid(child, &status, 0) == child);
    }

    bool is_poison(std::uint64_t message) const
    {
        InFlight flights{file, clock};
        return InFlight::Note{flights, message}.is_poison();
    }
};

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("a message that ended the process twice is known to the next one")
    {
        const Scene scene;
        scene.die_with({7, 8});
        scene.die_with({7});
        CHECK(scene.is_poison(7));
        CHECK_FALSE(scene.is_poison(8));
    }

    TEST_CASE("a message that is not read again stays what it is")
    {
        const Scene scene;
        scene.die_with({7});
        scene.die_with({7});
        CHECK(scene.is_poison(7)); // and could not be kept
        CHECK(scene.is_poison(7));
    }

    TEST_CASE("a message that was survived is no suspect any more")
    {
        const Scene scene;
        scene.die_with({7});
        CHECK_FALSE(scene.is_poison(7)); // and it went well
        scene.die_with({7});
        CHECK_FALSE(scene.is_poison(7));
    }

    TEST_CASE("what an orderly end cuts off is no suspect, what hung for long is")
    {
        Scene scene;
        const auto end_with = [&](std::chrono::seconds reading) {
            const auto child = ::fork();
            if (child == 0) {
                InFlight flights{scene.file, scene.clock};
                const InFlight::Note note{flights, 7};
                scene.clock.advance(reading);
                flights.settle();
                ::_exit(0);
            }
            int status = 0;
            CHECK(::waitpid(child, &status, 0) == child);
        };
        for (int i = 0; i < 3; ++i)
            end_with(std::chrono::seconds{5});
        CHECK_FALSE(scene.is_poison(7));
        end_with(std::chrono::minutes{11});
        end_with(std::chrono::minutes{11});
        CHECK(scene.is_poison(7));
    }

    TEST_CASE("a process that ends by itself leaves nothing in flight")
    {
        const Scene scene;
        for (int i = 0; i < 3; ++i) {
            InFlight flights{scene.file, scene.clock};
            const InFlight::Note note{flights, 7};
            CHECK_FALSE(note.is_poison());
        }
    }

    TEST_CASE("suspects are forgotten when no MTA tries any more")
    {
        Scene scene;
        scene.die_with({7});
        scene.die_with({7});
        scene.clock.advance(InFlight::remembered + std::chrono::hours{1});
        CHECK_FALSE(scene.is_poison(7));
    }

    TEST_CASE("a file that is not ours to read is begun anew")
    {
        const Scene scene;
        std::ofstream{scene.file} << std::string(200'000, 'x');
        CHECK_FALSE(scene.is_poison(7));
        scene.die_with({7});
        scene.die_with({7});
        CHECK(scene.is_poison(7));
    }

    TEST_CASE("more messages than there are places go unnoted")
    {
        const test::FakeClock clock;
        InFlight flights{clock};
        std::vector<std::unique_ptr<InFlight::Note>> notes;
        for (std::uint64_t i = 0; i < InFlight::slots + 10; ++i)
            notes.push_back(std::make_unique<InFlight::Note>(flights, i));
        notes.clear();
        CHECK_FALSE(InFlight::Note{flights, 1}.is_poison());
    }
}

} // namespace mailreeve::milter
