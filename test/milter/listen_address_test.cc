#include "mailreeve/config/file.hh"
#include "milter/socket_address.hh"
#include "snapshot/start_settings.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

using snapshot::parse_listen_address;

TEST_SUITE("milter")
{
    TEST_CASE("a listen address is read and written the same")
    {
        const char* cases[] = {
            "unix:/run/mailreeve/milter.sock",
            "inet:8891@127.0.0.1",
            "inet6:8891@[::1]",
            "inet:65535@192.0.2.7",
            "inet6:1@[2001:db8::7]",
            "fd:3",
        };
        for (const std::string text : cases) {
            CAPTURE(text);
            const auto address = parse_listen_address(text);
            REQUIRE(address);
            CHECK(snapshot::text(*address) == text);
            if (const auto socket = SocketAddress::from(*address))
                CHECK(socket->text() == text);
        }
        CHECK(snapshot::text(*parse_listen_address("local:/m")) == "unix:/m");
        CHECK(snapshot::text(*parse_listen_address("inet6:9@::1")) == "inet6:9@[::1]");
    }

    TEST_CASE("anything else is no listen address")
    {
        const std::string cases[] = {
            "",
            "/run/m.sock",
            "unix:",
            "unix:run/m.sock",
            "unix:/",
            "unix:/run/",
            "unix:/" + std::string(107, 'x'),
            "inet:",
            "inet:8891",
            "inet:8891@",
            "inet:8891@localhost",
            "inet:8891@::1",
            "inet6:8891@127.0.0.1",
            "inet:0@127.0.0.1",
            "inet:65536@127.0.0.1",
            "inet:-1@127.0.0.1",
            "inet:milter@127.0.0.1",
            "inet: 8891@127.0.0.1",
            "inet6:8891@[::1",
            "fd:",
            "fd:2",
            "fd:x",
            "tcp:8891@127.0.0.1",
        };
        for (const auto& text : cases) {
            CAPTURE(text);
            CHECK_FALSE(parse_listen_address(text));
        }
        CHECK(parse_listen_address("unix:/" + std::string(106, 'x')));
    }

    TEST_CASE("what other hosts can reach is known")
    {
        struct Case {
            const char* text;
            bool expected;
        };
        const Case cases[] = {
            {"unix:/m", false},
            {"inet:1@127.0.0.1", false},
            {"inet:1@127.9.9.9", false},
            {"inet6:1@[::1]", false},
            {"inet:1@0.0.0.0", true},
            {"inet6:1@[::]", true},
            {"inet:1@10.0.0.1", true},
            {"inet6:1@[fe80::1]", true},
            {"fd:3", false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(reaches_beyond_host(*parse_listen_address(c.text)) == c.expected);
        }
    }

    TEST_CASE("settings that contradict each other are told")
    {
        struct Case {
            const char* yaml;
            const char* words; // empty: fine
        };
        const Case cases[] = {
            {"", ""},
            {"listen: inet:8891@0.0.0.0", "other hosts could connect"},
            {"listen: inet:8891@0.0.0.0\nexpose: true", ""},
            {"listen: inet6:8891@[::]", "other hosts could connect"},
            {"listen: /run/m.sock", "write unix: in front"},
            {"listen: unix:m.sock", "must be absolute"},
            {"listen: inet:8891", "write the address to listen on"},
            {"listen: inet:8891@mx1", "write an address, not a name"},
            {"listen: inet:8891@127.0.0.1\nlisten_group: postfix",
             "only a unix socket has a group"},
            {"listen: unix:/a\ncontrol: /a", "cannot share a socket"},
            {"drain: 1h", "between 0s and 5m"},
            {"limits: {sessions: 0}", "between 1 and 100000"},
            {"limits: {idle: 2h}", "between 10s and 10m"},
            {"log: journal", ""},
            {"log: file", "syslog, journal or stderr"},
            {"state: var/lib", "absolute path"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.yaml);
            const auto loaded = config::load_text<snapshot::StartSettings>("a", c.yaml);
            CHECK(loaded.ok() == std::string_view{c.words}.empty());
            CHECK(loaded.diagnostics.text().find(c.words) != std::string::npos);
        }
    }

    TEST_CASE("settings are shown as they can be loaded")
    {
        snapshot::StartSettings settings;
        settings.listen = *parse_listen_address("inet6:8891@[::1]");
        settings.log.target = snapshot::LogTarget::Journal;
        settings.drain = std::chrono::seconds{90};
        const auto shown = config::show(settings);
        CAPTURE(shown);
        const auto loaded = config::load_text<snapshot::StartSettings>("a", shown);
        CHECK(loaded.ok());
        CHECK(loaded.settings == settings);
        CHECK(config::restart_needed(snapshot::StartSettings{}, settings) ==
              std::vector<std::string>{"listen", "drain", "log.target"});
    }
}

} // namespace mailreeve::milter
