#include "mailreeve/dns/resolv_conf.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::dns {

namespace {

std::vector<std::string> servers(std::string_view text)
{
    std::vector<std::string> names;
    for (const auto& server : parse_resolv_conf(text).servers)
        names.push_back(server.text());
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("an address of a server parses in all its forms")
    {
        struct Case {
            const char* text;
            const char* expected;
        };
        const Case cases[] = {
            {"192.0.2.53", "192.0.2.53:53"},
            {"127.0.0.1:5353", "127.0.0.1:5353"},
            {"::1", "[::1]:53"},
            {"[::1]", "[::1]:53"},
            {"[2001:db8::53]:5300", "[2001:db8::53]:5300"},
            {"fe80::1%eth0", "[fe80::1%eth0]:53"},
            {"[fe80::1%2]:5353", "[fe80::1%2]:5353"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            const auto server = ServerAddress::parse(c.text);
            REQUIRE(server);
            CHECK(server->text() == c.expected);
            CHECK(ServerAddress::parse(server->text()) == server);
        }
    }

    TEST_CASE("what is no address of a server does not parse")
    {
        for (const std::string text :
             {"", "localhost", "192.0.2.53:", "192.0.2.53:0", "192.0.2.53:65536",
              "192.0.2.53:53x", "192.0.2.53%eth0", "192.0.2", "[::1", "[::1]53",
              "[::1]:", "fe80::1%", "fe80::1%a-name-too-long-by-far",
              "::1:53:", "[]:53", "192.0.2.53 ", "fe80::1%e 0"}) {
            CAPTURE(text);
            CHECK_FALSE(ServerAddress::parse(text));
        }
    }

    TEST_CASE("name servers are read as glibc reads them")
    {
        struct Case {
            const char* name;
            const char* text;
            Names expected;
        };
        const Case cases[] = {
            {"one", "nameserver 192.0.2.1\n", {"192.0.2.1:53"}},
            {"tabs and spaces", "nameserver\t 192.0.2.1 \t\n", {"192.0.2.1:53"}},
            {"no line end", "nameserver 192.0.2.1", {"192.0.2.1:53"}},
            {"CR LF", "nameserver 192.0.2.1\r\n", {"192.0.2.1:53"}},
            {"with a scope", "nameserver fe80::1%eth0\n", {"[fe80::1%eth0]:53"}},
            {"comments",
             "# nameserver 192.0.2.8\n;nameserver 192.0.2.9\nnameserver ::1 # local\n",
             {"[::1]:53"}},
            {"three of four",
             "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
             "nameserver 192.0.2.4\n",
             {"192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53"}},
            {"one that is none",
             "nameserver nowhere\nnameserver\nnameserver 192.0.2.1:53\n"
             "nameserver [::1]\nnameserver 192.0.2.2\n",
             {"192.0.2.2:53"}},
            {"other keywords",
             "search example\ndomain example\nsortlist 192.0.2.0\nnameserver "
             "192.0.2.1\n",
             {"192.0.2.1:53"}},
            {"empty", "", {"127.0.0.1:53", "[::1]:53"}},
            {"nothing but comments", "# none\n\n", {"127.0.0.1:53", "[::1]:53"}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(servers(c.text) == c.expected);
        }
    }

    TEST_CASE("options are read, and held within glibc's bounds")
    {
        const auto conf = parse_resolv_conf(
            "options timeout:2 attempts:3 rotate ndots:5 edns0 attempts:x\n");
        CHECK(conf.timeout == std::chrono::seconds{2});
        CHECK(conf.attempts == 3);
        CHECK(conf.rotate);
        const auto extreme = parse_resolv_conf("options timeout:9999 attempts:0\n");
        CHECK(extreme.timeout == std::chrono::seconds{30});
        CHECK(extreme.attempts == 1);
        const auto none = parse_resolv_conf("");
        CHECK_FALSE(none.timeout);
        CHECK_FALSE(none.attempts);
        CHECK_FALSE(none.rotate);
    }

    TEST_CASE("a file is read when it is another one than before")
    {
        const test::TemporaryDirectory directory;
        const auto path = directory.path() / "resolv.conf";
        const auto write = [&](const char* text) { std::ofstream{path} << text; };
        ResolvConfFile file{path};

        const auto missing = file.changed();
        REQUIRE(missing);
        CHECK(missing->servers.size() == 2);
        CHECK_FALSE(file.changed());

        write("nameserver 192.0.2.1\n");
        CHECK(file.changed().value().servers.front().text() == "192.0.2.1:53");
        CHECK_FALSE(file.changed());

        write("nameserver 192.0.2.22\n");
        CHECK(file.changed().value().servers.front().text() == "192.0.2.22:53");

        std::filesystem::remove(path);
        CHECK_FALSE(file.changed()); // the old servers stay in force
    }
}

} // namespace mailreeve::dns
