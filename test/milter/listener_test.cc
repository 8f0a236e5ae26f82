#include "milter/listener.hh"

#include "milter/socket_address.hh"
#include "milter/start_refused.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace mailreeve::milter {

using snapshot::InetPort;
using snapshot::UnixPath;
using test::TemporaryDirectory;

namespace {

Exit refusal(const snapshot::ListenAddress& address, const std::string& group = {})
{
    try {
        Listener::open(address, group, 8).remove_path();
    } catch (const StartRefused& refused) {
        return refused.status();
    }
    return Exit::Ok;
}

bool connects(const std::string& path)
{
    return Descriptor{begin_connect(SocketAddress::unix_path(path)).descriptor}
               .number() >= 0;
}

std::uint16_t free_port()
{
    const auto any =
        SocketAddress::from(InetPort{net::IpAddress::v4({127, 0, 0, 1}), 0});
    const Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ::bind(socket.number(), any->data(), any->size());
    const auto text = SocketAddress::of(socket.number())->text(); // inet:PORT@127.0.0.1
    return static_cast<std::uint16_t>(std::stoi(text.substr(5)));
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("a unix socket is for its user and group alone")
    {
        const TemporaryDirectory place;
        const auto path = (place / "m.sock").string();
        auto listener = Listener::open(UnixPath{path}, {}, 8);
        struct stat info {};
        REQUIRE(::lstat(path.c_str(), &info) == 0);
        CHECK((info.st_mode & 0777U) == 0660);
        CHECK(listener.address() == "unix:" + path);
        CHECK(listener.is_reachable());
        CHECK(connects(path));
    }

    TEST_CASE("what nobody answers on is replaced, what somebody does is not")
    {
        const TemporaryDirectory place;
        const auto path = (place / "m.sock").string();
        {
            const auto dead = Listener::open(UnixPath{path}, {}, 8);
        }
        CHECK(std::filesystem::exists(path));
        CHECK_FALSE(connects(path));
        const auto live = Listener::open(UnixPath{path}, {}, 8);
        CHECK(refusal(UnixPath{path}) == Exit::CannotCreate);
        CHECK(connects(path));
    }

    TEST_CASE("a place where it cannot listen is told")
    {
        const TemporaryDirectory place;
        std::ofstream{place / "file"} << "precious";
        std::filesystem::create_directory(place / "open");
        std::filesystem::permissions(place / "open", std::filesystem::perms{0777});
        struct Case {
            const char* name;
            std::string path;
            std::string group;
            Exit expected;
        };
        const Case cases[] = {
            {"a file is there", place / "file", "", Exit::CannotCreate},
            {"no directory", place / "none/m.sock", "", Exit::Configuration},
            {"others may exchange it", place / "open/m.sock", "", Exit::Configuration},
            {"no such group", place / "m.sock", "no-such-group-here",
             Exit::Configuration},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(refusal(UnixPath{c.path}, c.group) == c.expected);
        }
        CHECK(std::filesystem::file_size(place / "file") == 8);
    }

    TEST_CASE("a path is removed only while it is this socket's")
    {
        const TemporaryDirectory place;
        const auto path = (place / "m.sock").string();
        auto first = Listener::open(UnixPath{path}, {}, 8);
        std::filesystem::remove(path);
        CHECK_FALSE(first.is_reachable());
        auto second = Listener::open(UnixPath{path}, {}, 8);
        first.remove_path();
        CHECK(connects(path));
        second.remove_path();
        CHECK_FALSE(std::filesystem::exists(path));
    }

    TEST_CASE("what was given away keeps its path")
    {
        const TemporaryDirectory place;
        const auto path = (place / "m.sock").string();
        auto old = Listener::open(UnixPath{path}, {}, 8);
        auto heir = Listener::adopt(Descriptor{::dup(old.descriptor())},
                                    Listener::Source::Predecessor);
        old.give_away();
        old.remove_path();
        CHECK(connects(path));
        heir.remove_path(); // not its own before it says so
        CHECK(connects(path));
        heir.own_path();
        heir.remove_path();
        CHECK_FALSE(std::filesystem::exists(path));
    }

    TEST_CASE("accepting never blocks, and TCP does not wait for more")
    {
        const auto port = free_port();
        const auto listener =
            Listener::open(InetPort{net::IpAddress::v4({127, 0, 0, 1}), port}, {}, 8);
        CHECK(listener.address() == "inet:" + std::to_string(port) + "@127.0.0.1");
        int on = 0;
        socklen_t size = sizeof on;
        ::getsockopt(listener.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, &size);
        CHECK(on != 0);
        CHECK((::fcntl(listener.descriptor(), F_GETFL) & O_NONBLOCK) != 0);
        CHECK((::fcntl(listener.descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
        CHECK(refusal(InetPort{net::IpAddress::v4({127, 0, 0, 1}), port}) ==
              Exit::CannotCreate);
    }

    TEST_CASE("only a listening stream socket is adopted")
    {
        const TemporaryDirectory place;
        Descriptor pipe_ends[2];
        int ends[2]{};
        REQUIRE(::pipe(ends) == 0);
        pipe_ends[0] = Descriptor{ends[0]};
        pipe_ends[1] = Descriptor{ends[1]};
        Descriptor deaf{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        Descriptor datagram{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
        const auto adopt = [](Descriptor socket) {
            return Listener::adopt(std::move(socket), Listener::Source::Systemd);
        };
        CHECK_THROWS_AS(adopt(std::move(pipe_ends[0])), StartRefused);
        CHECK_THROWS_AS(adopt(std::move(deaf)), StartRefused);
        CHECK_THROWS_AS(adopt(std::move(datagram)), StartRefused);
        CHECK_THROWS_AS(adopt(Descriptor{}), StartRefused);
    }
}

} // namespace mailreeve::milter
