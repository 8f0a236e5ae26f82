#include "milter/notify.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <map>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace mailreeve::milter {

using test::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

// The supervisor's end.
class Supervisor {
public:
    explicit Supervisor(std::string name)
        : name_{std::move(name)}, socket_{
                                      ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name_.data(), name_.size());
        if (name_.front() == '@')
            address.sun_path[0] = '\0';
        const auto size = offsetof(sockaddr_un, sun_path) + name_.size();
        REQUIRE(::bind(socket_.number(), reinterpret_cast<sockaddr*>(&address),
                       static_cast<socklen_t>(size)) == 0);
    }

    const std::string& name() const { return name_; }

    std::string next()
    {
        std::array<char, 4096> text{};
        iovec bytes{text.data(), text.size()};
        alignas(cmsghdr) char room[64]{};
        msghdr message{};
        message.msg_iov = &bytes;
        message.msg_iovlen = 1;
        message.msg_control = room;
        message.msg_controllen = sizeof room;
        const auto size = ::recvmsg(socket_.number(), &message, MSG_DONTWAIT);
        if (const auto* header = CMSG_FIRSTHDR(&message)) {
            int got = -1;
            std::memcpy(&got, CMSG_DATA(header), sizeof got);
            kept = Descriptor{got};
        }
        return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    }

    Descriptor kept;

private:
    std::string name_;
    Descriptor socket_;
};

Environment environment(std::map<std::string, std::string> values)
{
    return
        [values = std::move(values)](const char* name) -> std::optional<std::string> {
            const auto found = values.find(name);
            return found == values.end() ? std::nullopt : std::optional{found->second};
        };
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("systemd is told by path and by abstract name")
    {
        const TemporaryDirectory place;
        for (const auto& name :
             {(place / "notify").string(), "@" + place.path().string()}) {
            CAPTURE(name);
            Supervisor systemd{name};
            const Notifier notifier{systemd.name()};
            CHECK(notifier.is_heard());
            notifier.ready("serving");
            CHECK(systemd.next() == "READY=1\nSTATUS=serving\n");
            notifier.alive();
            CHECK(systemd.next() == "WATCHDOG=1\n");
            notifier.stopping("bye");
            CHECK(systemd.next() == "STOPPING=1\nSTATUS=bye\n");
            notifier.reloading();
            CHECK(systemd.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
            notifier.forget("kept");
            CHECK(systemd.next() == "FDSTOREREMOVE=1\nFDNAME=kept\n");
        }
    }

    TEST_CASE("a status cannot bring another assignment")
    {
        const TemporaryDirectory place;
        Supervisor systemd{place / "notify"};
        Notifier{systemd.name()}.status("a\nREADY=1");
        CHECK(systemd.next() == "STATUS=a READY=1\n");
    }

    TEST_CASE("systemd can be given a socket to keep")
    {
        const TemporaryDirectory place;
        Supervisor systemd{place / "notify"};
        const Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        Notifier{systemd.name()}.keep(socket.number(), "kept");
        CHECK(systemd.next() == "FDSTORE=1\nFDPOLL=0\nFDNAME=kept\n");
        struct stat mine {};
        struct stat theirs {};
        REQUIRE(::fstat(socket.number(), &mine) == 0);
        REQUIRE(::fstat(systemd.kept.number(), &theirs) == 0);
        CHECK(mine.st_ino == theirs.st_ino);
    }

    TEST_CASE("without a supervisor nobody is told")
    {
        for (const char* name : {"", "relative/path", "vsock:2:1234"}) {
            CAPTURE(name);
            CHECK_FALSE(Notifier{name}.is_heard());
        }
        CHECK_FALSE(Notifier{"/" + std::string(107, 'x')}.is_heard());
        CHECK_FALSE(Notifier::from(environment({})).is_heard());
        Notifier{"/no/such/socket"}.ready("nobody listens"); // and nothing happens
    }

    TEST_CASE("the watchdog is for the process that is named")
    {
        const auto me = std::to_string(::getpid());
        CHECK(watchdog_interval(environment({{"WATCHDOG_USEC", "500000"}})) == 500ms);
        CHECK(watchdog_interval(
                  environment({{"WATCHDOG_USEC", "7"}, {"WATCHDOG_PID", me}})) == 7us);
        const std::map<std::string, std::string> others[] = {
            {},
            {{"WATCHDOG_USEC", "500000"}, {"WATCHDOG_PID", "1"}},
            {{"WATCHDOG_USEC", "0"}},
            {{"WATCHDOG_USEC", "-5"}},
            {{"WATCHDOG_USEC", "soon"}},
            {{"WATCHDOG_USEC", "99999999999999999999999"}},
        };
        for (const auto& values : others)
            CHECK_FALSE(watchdog_interval(environment(values)));
    }

    TEST_CASE("sockets that are meant for others are left alone")
    {
        const std::map<std::string, std::string> others[] = {
            {},
            {{"LISTEN_FDS", "1"}},
            {{"LISTEN_FDS", "1"}, {"LISTEN_PID", "1"}},
            {{"LISTEN_FDS", "1"}, {"LISTEN_PID", ""}},
            {{"LISTEN_FDS", "0"}, {"LISTEN_PID", std::to_string(::getpid())}},
            {{"LISTEN_FDS", "9999"}, {"LISTEN_PID", std::to_string(::getpid())}},
            {{"LISTEN_FDS", "x"}, {"LISTEN_PID", std::to_string(::getpid())}},
        };
        for (const auto& values : others)
            CHECK(passed_sockets(environment(values)).empty());
    }
}

} // namespace mailreeve::milter
