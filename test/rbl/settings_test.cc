#include "mailreeve/config/file.hh"
#include "mailreeve/rbl/settings.hh"

#include <doctest/doctest.h>

namespace mailreeve::rbl {

TEST_SUITE("rbl")
{
    TEST_CASE("no list is asked by default, and an empty section is right")
    {
        const auto loaded = config::load_text<Settings>("rbl.yaml", "");
        REQUIRE(loaded.ok());
        CHECK(loaded.settings.lists.empty());
        CHECK(loaded.settings == Settings{});
        CHECK(loaded.settings.allow_limit == score::Points::hundredths(500));
        CHECK(loaded.settings.catalogue.filename() == "blocklists.yaml");
    }

    TEST_CASE("what is shown loads as the same settings")
    {
        const auto first = config::load_text<Settings>("rbl.yaml", R"(
lists:
  - spamhaus-zen
  - {use: spamcop, points: 2, action: reject}
  - zone: bl.example.net
    codes: {127.0.0.2: 4, 127.0.0.3-5: {points: 2, symbol: RBL_EXAMPLE_POLICY}}
    action: delay
    delay: 20m
    override: never
  - {zone: dbl.example.net, ask: [helo, sender], codes: {mask 2: 1, mask 4: 2},
     refusals: [127.0.0.1], title: Example, page: "https://example.net/?q={ip}",
     families: [ipv4], name: dbl, symbol: RBL_DBL_EXAMPLE, kind: deny, points: 1.25}
allow_limit: 3
silence: {after: 3, overdue: 500ms, probe: 2s}
first_seen: {rows: 1000, keep: 10d}
)");
        INFO(first.diagnostics.text());
        REQUIRE(first.ok());
        const auto again =
            config::load_text<Settings>("again.yaml", config::show(first.settings));
        INFO(again.diagnostics.text());
        REQUIRE(again.ok());
        CHECK(again.settings == first.settings);
    }

    TEST_CASE("a key that is wrong is told with what is right")
    {
        struct Case {
            const char* yaml;
            const char* message;
        };
        const Case cases[] = {
            {"lists: [{}]", "a list has neither \"use\" nor \"zone\""},
            {"lists: [{points: 2}]", "a list has neither \"use\" nor \"zone\""},
            {"lists: [{zone: bl}]",
             "\"zone\" must be a zone such as bl.example.net, not \"bl\""},
            {"lists: [{zone: 192.0.2.7}]",
             "\"zone\" must be a zone such as bl.example.net, not \"192.0.2.7\""},
            {"lists: [{zone: bl.example.net, key: a}]",
             "\"key\" goes with \"use\" only"},
            {"lists: [{use: a, key: a.b}]", "\"key\" must be one label of letters, "
                                            "digits and hyphens, not \"a.b\""},
            {"lists: [{use: a, delay: 5m}]",
             "\"delay\" does nothing without \"action: delay\""},
            {"lists: [{use: a, action: delay, delay: 5s}]", nullptr},
            {"lists: [{use: a, override: never}]",
             "\"override: never\" does nothing where the action is score"},
            {"lists: [{use: a, override: always, action: reject}]",
             "\"override\" must be never, not \"always\""},
            {"lists: [{use: a, action: refuse}]",
             "\"action\" must be score, delay, defer or reject, not \"refuse\""},
            {"lists: [{use: a, symbol: zen}]",
             "\"symbol\" must be capital letters, digits and underscores, as "
             "RBL_EXAMPLE, not \"zen\""},
            {"lists: [{use: a, page: ftp://x}]", nullptr},
            {"lists: [{use: a, ask: [everything]}]", nullptr},
            {"lists: [{use: a, families: [ipv5]}]", nullptr},
            {"lists: [{use: a, points: 101}]", nullptr},
            {"lists: [{zone: a.b, codes: {128.0.0.2: 1}}]", nullptr},
            {"lists: [{zone: a.b, codes: {127.0.0.2: 1, 127.0.0.2: 2}}]", nullptr},
            {"lists: [{zone: a.b, codes: {127.0.0.2: {point: 1}}}]", nullptr},
            {"lists: [{zone: a.b, codes: {127.0.0.2: many}}]", nullptr},
            {"lists: [{zone: a.b, refusals: [203.0.113.1]}]", nullptr},
            {"allow_limit: -1", nullptr},
            {"catalogue: blocklists.yaml", nullptr},
            {"silence: {after: 1}", nullptr},
            {"first_seen: {rows: 0}", nullptr},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.yaml});
            const auto loaded = config::load_text<Settings>("rbl.yaml", c.yaml);
            REQUIRE(loaded.diagnostics.errors() == 1);
            const auto& told = loaded.diagnostics.all()[0];
            CHECK(told.place.line == 1);
            if (c.message != nullptr)
                CHECK(told.message == c.message);
        }
    }

    TEST_CASE("more lists than the bound are refused")
    {
        std::string yaml = "lists:\n";
        for (std::size_t n = 0; n <= max_lists; ++n)
            yaml += "  - {zone: bl" + std::to_string(n) + ".example, points: 1}\n";
        CHECK(config::load_text<Settings>("rbl.yaml", yaml).diagnostics.errors() == 1);
    }
}

} // namespace mailreeve::rbl
