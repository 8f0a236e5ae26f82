#include "mailreeve/config/manual.hh"

#include "test/config/sample.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::config {

namespace {

KeyDoc key(std::string_view path)
{
    const auto all = keys<test::Sample>();
    const auto found = std::ranges::find(all, path, &KeyDoc::path);
    REQUIRE(found != all.end());
    return *found;
}

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("every key is listed, a section before its keys")
    {
        std::vector<std::string> paths;
        for (const auto& doc : keys<test::Sample>())
            paths.push_back(doc.path);
        CHECK(paths == std::vector<std::string>{
                           "hostname",
                           "state",
                           "domains",
                           "networks",
                           "dns",
                           "dns.servers",
                           "dns.budget",
                           "dns.source",
                           "reverse_dns",
                           "reverse_dns.missing",
                           "reverse_dns.missing.action",
                           "reverse_dns.missing.points",
                           "reverse_dns.dynamic",
                           "reverse_dns.dynamic.action",
                           "reverse_dns.dynamic.points",
                           "reverse_dns.exempt",
                           "lists",
                           "lists[].zone",
                           "lists[].codes",
                           "lists[].codes.*.points",
                           "lists[].codes.*.symbol",
                           "lists[].ask",
                           "scoring",
                           "scoring.spam",
                           "scoring.surespam",
                           "retention",
                           "memory",
                           "workers",
                           "offset",
                           "ports",
                       });
    }

    TEST_CASE("a key tells its kind, its limit and the default of its place")
    {
        CHECK(key("dns.budget").kind ==
              "a duration such as 5s, 10m or 7d, between 1s and 1m");
        CHECK(key("dns.budget").initial == "4s");
        CHECK(key("reverse_dns.missing.points").initial == "5");
        CHECK(key("reverse_dns.dynamic.points").initial == "1");
        CHECK(key("reverse_dns.dynamic.action").initial == "accept");
        CHECK(key("reverse_dns.missing").kind ==
              "a whole number, between 0 and 100, or a map");
        CHECK(key("dns.servers").kind == "the word system or a list of addresses");
        CHECK(key("domains").kind == "a list, each item a text, non-empty");
        CHECK(key("hostname").initial == "\"\"");
        CHECK(key("dns.source").initial.empty());
        CHECK(key("dns.source").restart);
        CHECK_FALSE(key("dns.budget").restart);
        CHECK(key("dns").section);
        CHECK_FALSE(key("dns.budget").section);
    }

    TEST_CASE("the manual is written from the keys")
    {
        const std::vector<KeyDoc> docs{
            {"dns", std::string{map_of_keys}, "{budget: 4s}", "The DNS.", false, true},
            {"dns.budget", "a duration", "4s", "How long to wait. Then no more.", false,
             false},
            {"tag", "a text", R"("[SPAM] \\")", "What\n.Xr x 8\nsays.", true, false},
            {"source", "an address", "", "From where.", false, false},
        };
        CHECK(mdoc(docs) == R"(.Bl -tag -width Ds
.It Ic dns
The DNS.
.It Ic dns.budget
How long to wait.
Then no more.
It is a duration.
The default is
.Li "\&4s" .
.It Ic tag
What
.Xr x 8
says.
It is a text.
The default is
.Li "\&\(dq[SPAM] \e\e\(dq" .
A change takes effect after a restart.
.It Ic source
From where.
It is an address.
There is no default.
.El
)");
    }
}

} // namespace mailreeve::config
