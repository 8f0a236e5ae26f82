#include "milter/watchdog.hh"

#include "milter/socket_address.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <array>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>

namespace mailreeve::milter {

using test::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

Descriptor listening(const std::string& path)
{
    const auto address = SocketAddress::unix_path(path);
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    REQUIRE(::bind(socket.number(), address.data(), address.size()) == 0);
    REQUIRE(::listen(socket.number(), 4) == 0);
    return socket;
}

// Answers one connection with `reply`, and says what came after it.
std::string serve_one(const Descriptor& socket, std::string_view reply)
{
    const Descriptor connection{::accept(socket.number(), nullptr, nullptr)};
    std::array<char, 64> came{};
    ::recv(connection.number(), came.data(), came.size(), 0);
    ::send(connection.number(), reply.data(), reply.size(), MSG_NOSIGNAL);
    const auto size = ::recv(connection.number(), came.data(), came.size(), 0);
    return {came.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("only an answer to a negotiation proves a milter")
    {
        const TemporaryDirectory place;
        const auto path = (place / "m.sock").string();
        const auto address = SocketAddress::unix_path(path);
        CHECK(probe(address, 100ms) == Probe::Refused);
        const auto socket = listening(path);
        CHECK(probe(address, 10ms) == Probe::Silent);
        { // the connection that was left in the queue
            const Descriptor left{::accept(socket.number(), nullptr, nullptr)};
        }

        struct Case {
            std::string_view reply;
            Probe expected;
        };
        const Case cases[] = {
            {{"\0\0\0\x0dO", 5}, Probe::Answered},
            {{"\0\0\0\x01t", 5}, Probe::Silent},
            {"", Probe::Silent},
            {"220 hello\r\n", Probe::Silent},
        };
        for (const auto& c : cases) {
            std::string after;
            std::jthread milter{[&] { after = serve_one(socket, c.reply); }};
            CHECK(probe(address, c.reply.empty() ? 20ms : 10000ms) == c.expected);
            milter.join();
            const bool said_quit = after == std::string_view{"\0\0\0\x01Q", 5};
            CHECK(said_quit == (c.expected == Probe::Answered));
        }
    }

    TEST_CASE("the watchdog believes what is proved, and what is shut on purpose")
    {
        struct Case {
            const char* name;
            Probe found;
            bool shut;
            Watchdog::State expected;
        };
        const Case cases[] = {
            {"answered", Probe::Answered, false, Watchdog::State::Alive},
            {"hung", Probe::Silent, false, Watchdog::State::NoAnswer},
            {"the path is gone", Probe::Refused, false, Watchdog::State::NoAnswer},
            {"shut", Probe::Silent, true, Watchdog::State::Alive},
            {"not ours to connect", Probe::Barred, false, Watchdog::State::Alive},
        };
        const TemporaryDirectory place;
        const auto path = (place / "notify").string();
        const auto address = SocketAddress::unix_path(path);
        const Descriptor systemd{
            ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
        REQUIRE(::bind(systemd.number(), address.data(), address.size()) == 0);
        const Notifier notifier{path};
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const Watchdog watchdog{notifier, [&c] { return c.shut; },
                                    [&c] { return c.found; }};
            CHECK(watchdog.look() == c.expected);
            char byte = 0;
            const bool fed = ::recv(systemd.number(), &byte, 1, 0) == 1;
            CHECK(fed == (c.expected == Watchdog::State::Alive));
        }
    }

    TEST_CASE("what is repeated ends when it is told to")
    {
        std::stop_source source;
        int times = 0;
        repeat(1us, source.get_token(), [&] {
            if (++times == 3)
                source.request_stop();
        });
        CHECK(times == 3);
    }
}

} // namespace mailreeve::milter
