#include "milter/takeover.hh"

#include "milter/passing.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <array>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>

namespace mailreeve::milter {

using test::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

ino_t inode(int descriptor)
{
    struct stat info {};
    REQUIRE(::fstat(descriptor, &info) == 0);
    return info.st_ino;
}

// An old process: what it was made to do, in order.
struct OldProcess {
    const StateDirectory& state;
    bool stopping = false;
    std::string done{};
    Descriptor listener{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    Descriptor lock{::open("/dev/zero", O_RDONLY | O_CLOEXEC)};
    TakeoverDoor door{state};

    // Serves the next one who comes, on the thread of the caller.
    std::optional<Keeps> serve()
    {
        Heritage heritage;
        heritage.is_stopping = [this] { return stopping; };
        heritage.listener = listener.number();
        heritage.lock = lock.number();
        heritage.pause = [this] { done += "pause "; };
        heritage.resume = [this] { done += "resume "; };
        heritage.patience = 5s;
        return hand_over(door.accept({}), heritage);
    }
};

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("listener and lock go over, then the old process")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        for (const auto keeps : {Keeps::Listener, Keeps::Nothing}) {
            OldProcess old{state};
            std::optional<Keeps> result;
            std::jthread thread{[&] { result = old.serve(); }};
            auto found = Predecessor::find(state, TakeOver::Always);
            REQUIRE(found);
            const auto listener = found->take_listener();
            const auto lock = found->take_lock();
            CHECK(inode(listener.number()) == inode(old.listener.number()));
            CHECK(inode(lock.number()) == inode(old.lock.number()));
            found->drain(keeps);
            CHECK(old.done == "pause ");
            found->dismiss();
            thread.join();
            CHECK(result == keeps);
            CHECK(old.done == "pause ");
        }
    }

    TEST_CASE("a daemon that serves is left alone by one that does not insist")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        for (const bool stopping : {false, true}) {
            CAPTURE(stopping);
            OldProcess old{state};
            old.stopping = stopping;
            std::jthread thread{[&] { old.serve(); }};
            CHECK(Predecessor::find(state, TakeOver::IfStopping).has_value() ==
                  stopping);
        }
    }

    TEST_CASE("when the successor goes the old process goes on")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        for (const bool drained : {false, true}) {
            CAPTURE(drained);
            OldProcess old{state};
            std::optional<Keeps> result;
            {
                std::jthread thread{[&] { result = old.serve(); }};
                const auto found = Predecessor::find(state, TakeOver::Always);
                REQUIRE(found);
                if (drained)
                    found->drain(Keeps::Listener);
            }
            CHECK_FALSE(result);
            CHECK(old.done == (drained ? "pause resume " : ""));
        }
    }

    TEST_CASE("an old process that has gone has done its part")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        OldProcess old{state};
        std::jthread thread{[&] {
            const auto connection = old.door.accept({});
            receive_word(connection.number());
            send_with(connection.number(), "Y",
                      std::array{old.listener.number(), old.lock.number()});
        }};
        auto found = Predecessor::find(state, TakeOver::Always);
        REQUIRE(found);
        thread.join();
        CHECK(found->take_listener());
        found->drain(Keeps::Listener);
        found->dismiss();
    }

    TEST_CASE("where no daemon answers there is none to take over from")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        CHECK_FALSE(Predecessor::find(state, TakeOver::Always));
        {
            const TakeoverDoor dead{state};
        }
        CHECK_FALSE(Predecessor::find(state, TakeOver::Always));
    }

    TEST_CASE("a door that is told to close lets nobody in")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        const TakeoverDoor door{state};
        std::stop_source source;
        std::jthread thread{[&] { CHECK_FALSE(door.accept(source.get_token())); }};
        source.request_stop();
    }
}

} // namespace mailreeve::milter
