#include "ctl/daemon_command.hh"

#include "control/server.hh"
#include "test/ctl/output.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::ctl {

namespace {

class FakeOperations final : public control::Operations {
public:
    control::Status status() const override { return {}; }
    std::string metrics() const override { return "a\\\\x{l=\"\\\"\"} 1\n\x1b[2J\n"; }
    control::Reload reload() override { return {false, 1, "no\n", {}}; }
    void stop() override {}
};

struct Stage {
    test::TemporaryDirectory directory;
    std::filesystem::path socket = directory / "control.sock";
    std::filesystem::path file = directory / "mailreeve.yaml";
    test::Output output;

    Stage() { std::ofstream{file} << "control: " << socket.string() << '\n'; }

    Exit ask(control::Verb verb, control::Form form = control::Form::Text)
    {
        return ask_daemon_of(file, {verb, form}, output.console);
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("the daemon's reply is printed, and what steers a terminal is not")
    {
        Stage stage;
        FakeOperations operations;
        const control::Server server{stage.socket, operations, [](const auto&) {}};
        CHECK(stage.ask(control::Verb::Metrics) == Exit::Ok);
        CHECK(stage.output.out.str() == "a\\\\x{l=\"\\\"\"} 1\n\\x1b[2J\n");
    }

    TEST_CASE("a reload that failed is told on the error output, with its status")
    {
        Stage stage;
        FakeOperations operations;
        const control::Server server{stage.socket, operations, [](const auto&) {}};
        CHECK(stage.ask(control::Verb::Reload) == Exit::Failed);
        CHECK(stage.output.out.str().empty());
        CHECK(stage.output.err.str() ==
              "no\nnot reloaded: generation 1 stays in force\n");
        CHECK(stage.ask(control::Verb::Reload, control::Form::Json) == Exit::Failed);
        CHECK(stage.output.out.str().starts_with("{\n  \"done\": false"));
    }

    TEST_CASE("a configuration that is wrong by now still leads to the daemon")
    {
        Stage stage;
        FakeOperations operations;
        const control::Server server{stage.socket, operations, [](const auto&) {}};
        std::ofstream{stage.file, std::ios::app} << "mode: obsrve\nmisspelt: 1\n";
        CHECK(stage.ask(control::Verb::Reload) == Exit::Failed);
    }

    TEST_CASE("without a daemon it is said that none answers")
    {
        Stage stage;
        CHECK(stage.ask(control::Verb::Status) == Exit::Unavailable);
        CHECK(stage.output.err.str().find("is mailreeve running?") !=
              std::string::npos);
    }
}

} // namespace mailreeve::ctl
