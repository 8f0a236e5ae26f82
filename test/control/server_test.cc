#include "control/server.hh"

#include "control/client.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <future>
#include <optional>
#include <stdexcept>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace mailreeve::control {

using test::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

class FakeOperations final : public Operations {
public:
    Status status() const override
    {
        Status status;
        status.version = "9.9";
        return status;
    }
    std::string metrics() const override { return std::string(metrics_size, 'm'); }
    Reload reload() override
    {
        if (throws)
            throw std::runtime_error{"disk on fire"};
        return outcome;
    }
    void stop() override { ++stops; }

    Reload outcome{true, 2, "", {}};
    bool throws = false;
    std::size_t metrics_size = 5;
    std::atomic<int> stops{0};
};

struct Stage {
    TemporaryDirectory directory;
    std::filesystem::path path = directory / "control.sock";
    FakeOperations operations;
    std::optional<Server> server;

    explicit Stage(const ServerLimits& limits = {})
    {
        server.emplace(
            path, operations, [](const std::string&) {}, limits);
    }
};

Descriptor connect_to(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(static_cast<char*>(address.sun_path), path.c_str(),
                path.native().size());
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const auto* const name =
        static_cast<const sockaddr*>(static_cast<const void*>(&address));
    REQUIRE(::connect(socket.number(), name, sizeof address) == 0);
    return socket;
}

void say(const Descriptor& socket, std::string_view text)
{
    ::send(socket.number(), text.data(), text.size(), MSG_NOSIGNAL);
}

// All until the other end closes; at most ten seconds.
std::string hear(const Descriptor& socket)
{
    std::string heard;
    pollfd polled{socket.number(), POLLIN, 0};
    char bytes[4096];
    while (::poll(&polled, 1, 10'000) == 1) {
        const auto size = ::recv(socket.number(), bytes, sizeof bytes, 0);
        if (size <= 0)
            return heard;
        heard.append(bytes, static_cast<std::size_t>(size));
    }
    return heard + " (left open)";
}

} // namespace

TEST_SUITE("control")
{
    TEST_CASE("each verb is carried out by the daemon")
    {
        Stage stage;
        const auto status = ask(stage.path, {Verb::Status, Form::Text});
        CHECK(status.outcome == Outcome::Ok);
        CHECK(status.text.starts_with("version         9.9\n"));
        CHECK(ask(stage.path, {Verb::Status, Form::Json}).text.starts_with("{\n"));
        CHECK(ask(stage.path, {Verb::Metrics, Form::Text}) ==
              Reply{Outcome::Ok, "mmmmm"});
        CHECK(ask(stage.path, {Verb::Stop, Form::Text}).outcome == Outcome::Ok);
        CHECK(stage.operations.stops == 1);
    }

    TEST_CASE("a reload tells what came of it")
    {
        Stage stage;
        CHECK(ask(stage.path, {Verb::Reload, Form::Text}) ==
              Reply{Outcome::Ok, "reloaded: generation 2 is in force\n"});
        stage.operations.outcome = {true, 3, "a warning\n", {"listen", "state"}};
        CHECK(ask(stage.path, {Verb::Reload, Form::Text}) ==
              Reply{Outcome::Ok, "a warning\nreloaded: generation 3 is in force\n"
                                 "after a restart only: listen, state\n"});
        stage.operations.outcome = {false, 3, "mailreeve.yaml:1:1: error: no", {}};
        CHECK(ask(stage.path, {Verb::Reload, Form::Text}) ==
              Reply{Outcome::Failed, "mailreeve.yaml:1:1: error: no\n"
                                     "not reloaded: generation 3 stays in force\n"});
        const auto json = ask(stage.path, {Verb::Reload, Form::Json});
        CHECK(json.outcome == Outcome::Failed);
        CHECK(json.text.starts_with("{\n  \"done\": false,\n"));
    }

    TEST_CASE("an operation that throws is a failure, and the server goes on")
    {
        Stage stage;
        stage.operations.throws = true;
        CHECK(ask(stage.path, {Verb::Reload, Form::Text}) ==
              Reply{Outcome::Failed, "disk on fire\n"});
        CHECK(ask(stage.path, {Verb::Status, Form::Text}).outcome == Outcome::Ok);
    }

    TEST_CASE("a reply larger than the socket's buffer arrives whole")
    {
        Stage stage;
        stage.operations.metrics_size = std::size_t{8} << 20U;
        CHECK(ask(stage.path, {Verb::Metrics, Form::Text}).text.size() ==
              stage.operations.metrics_size);
    }

    TEST_CASE("what is no request is refused, and nothing is done")
    {
        Stage stage;
        const std::string cases[] = {
            "\n",
            "frobnicate\n",
            "stop json\n",
            "stop\r\n",
            std::string("st\0op\n", 6),
            std::string(5000, 'a'),
            "\xff\xfe\n",
        };
        for (const auto& request : cases) {
            CAPTURE(request);
            const auto socket = connect_to(stage.path);
            say(socket, request);
            CHECK(hear(socket).starts_with("refused 15\nnot understood\n"));
        }
        CHECK(stage.operations.stops == 0);
    }

    TEST_CASE("a request may come in pieces")
    {
        Stage stage;
        const auto socket = connect_to(stage.path);
        for (const char c : std::string_view{"metrics\n"})
            say(socket, std::string(1, c));
        CHECK(hear(socket) == "ok 5\nmmmmm");
    }

    TEST_CASE("who says nothing is sent away, and keeps nobody else out for good")
    {
        Stage stage{ServerLimits{2, 100ms}};
        const auto first = connect_to(stage.path);
        const auto second = connect_to(stage.path);
        CHECK(ask(stage.path, {Verb::Metrics, Form::Text}).text == "mmmmm");
        CHECK(hear(first).empty());
        CHECK(hear(second).empty());
    }

    TEST_CASE("who does not take his reply is sent away")
    {
        Stage stage{ServerLimits{1, 100ms}};
        stage.operations.metrics_size = std::size_t{8} << 20U;
        const auto idle = connect_to(stage.path);
        say(idle, "metrics\n");
        CHECK(ask(stage.path, {Verb::Status, Form::Text}).outcome == Outcome::Ok);
    }

    TEST_CASE("only root and our own user may ask")
    {
        CHECK(may_enter(uid_t{0}));
        CHECK(may_enter(::geteuid()));
        CHECK_FALSE(may_enter(::geteuid() + 1));
        Stage stage;
        struct stat found {};
        REQUIRE(::lstat(stage.path.c_str(), &found) == 0);
        CHECK((found.st_mode & 07777U) == 0600);
    }

    TEST_CASE("a new server takes the place of the old one, whose file is not missed")
    {
        Stage stage;
        FakeOperations newer;
        newer.metrics_size = 1;
        std::optional<Server> successor{std::in_place, stage.path, newer,
                                        [](const std::string&) {}};
        CHECK(ask(stage.path, {Verb::Metrics, Form::Text}).text == "m");
        stage.server.reset();
        CHECK(ask(stage.path, {Verb::Metrics, Form::Text}).text == "m");
        successor.reset();
        CHECK_THROWS_WITH_AS(ask(stage.path, {Verb::Status, Form::Text}),
                             doctest::Contains("is mailreeve running?"), Unreachable);
    }

    TEST_CASE("an unsafe place is refused")
    {
        TemporaryDirectory directory;
        CHECK_THROWS_WITH(Door{directory / "none" / "s"},
                          doctest::Contains("No such file or directory"));
        const auto file = directory / "file";
        std::ofstream{file} << "x";
        CHECK_THROWS_WITH(Door{file}, doctest::Contains("exists and is no socket"));
        CHECK(std::filesystem::file_size(file) == 1);
        CHECK_THROWS_WITH(Door{directory / std::string(200, 'x')},
                          doctest::Contains("too long"));
        ::chmod(directory.path().c_str(), 0777);
        CHECK_THROWS_WITH(Door{directory / "s"},
                          doctest::Contains("others may put files"));
    }

    TEST_CASE("a client does not wait for ever, nor believe everything")
    {
        struct Case {
            const char* name;
            std::string said;
        };
        const Case cases[] = {
            {"silence", ""},
            {"not our protocol", "220 mx.example ESMTP\r\n"},
            {"no line end", std::string(100, 'o')},
            {"a size beyond all bounds", "ok 999999999999\n"},
            {"cut short", "ok 10\nabc"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            TemporaryDirectory directory;
            const Door door{directory / "s"};
            const auto asking = [&] {
                return ask(directory / "s", {Verb::Status, Form::Text}, 200ms);
            };
            auto asked = std::async(std::launch::async, asking);
            pollfd polled{door.descriptor(), POLLIN, 0};
            REQUIRE(::poll(&polled, 1, 10'000) == 1);
            const auto connection = door.accept();
            say(connection, c.said);
            CHECK_THROWS_AS(asked.get(), Unreachable);
        }
    }
}

} // namespace mailreeve::control
