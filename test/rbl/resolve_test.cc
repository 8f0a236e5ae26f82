#include "mailreeve/config/file.hh"
#include "mailreeve/rbl/resolve.hh"

#include <doctest/doctest.h>

namespace mailreeve::rbl {

namespace {

// A small catalogue of the tests' own.
const Catalogue& catalogue()
{
    static const auto loaded = [] {
        auto read = config::load_text<Catalogue>("catalogue.yaml", R"(
lists:
  zen:
    title: Example ZEN
    zone: zen.example
    key_zone: "{key}.zen.dq.example"
    families: [ipv4, ipv6]
    symbol: RBL_ZEN
    codes:
      127.0.0.2: {points: 5, symbol: RBL_ZEN_SBL, text: spam}
      127.0.0.4-7: {points: 4, symbol: RBL_ZEN_XBL}
    page: "https://zen.example/?q={ip}"
  friends:
    title: Friends
    zone: friends.example
    kind: allow
    codes: {127.0.x.3: -5}
    refusals: [127.0.0.255]
    remove: "https://friends.example/"
  both:
    zone: both.example
    kind: mixed
    codes: {127.0.0.1: -1, 127.0.0.2: 2}
  names:
    zone: names.example
    ask: [helo, sender]
    codes: {mask 2: 3, mask 4: 1}
  paid:
    zone: "{key}.paid.example"
    key_zone: "{key}.paid.example"
    codes: {127.0.0.2: 3}
  hashes:
    zone: hashes.example
    codes: {127.0.0.2: 3}
    unsupported: it is asked about hashes
dead:
  - {names: [ordb], zones: [relays.ordb.example], year: 2006, story: closed, listed_the_world: true}
  - {names: [sorbs], zones: ["*.sorbs.example"], story: gone}
)");
        INFO(read.diagnostics.text());
        REQUIRE(read.ok());
        return std::move(read.settings);
    }();
    return loaded;
}

struct Resolved {
    Lists lists;
    config::Diagnostics diagnostics;
};

Resolved resolved(const std::string& yaml)
{
    auto loaded = config::load_text<Settings>("rbl.yaml", yaml);
    INFO(loaded.diagnostics.text());
    REQUIRE(loaded.ok());
    auto lists =
        resolve(loaded.settings, catalogue(), loaded.document, loaded.diagnostics);
    return {std::move(lists), std::move(loaded.diagnostics)};
}

List one(const std::string& list)
{
    const auto found = resolved("lists: [" + list + "]");
    INFO(found.diagnostics.text());
    REQUIRE(found.diagnostics.ok());
    REQUIRE(found.lists.size() == 1);
    return *found.lists[0];
}

std::string codes(const List& list)
{
    std::string all;
    for (const auto& rule : list.codes)
        all += (all.empty() ? "" : ", ") + rule.match.text() + " " +
               rule.points.text() + " " + rule.symbol;
    return all;
}

} // namespace

TEST_SUITE("rbl")
{
    TEST_CASE("a preset tells all of a list")
    {
        const auto list = one("zen");
        CHECK(list.name == "zen");
        CHECK(list.title == "Example ZEN");
        CHECK(list.zone == "zen.example");
        CHECK(list.suffix() == "zen.example");
        CHECK(list.page == "https://zen.example/?q={ip}");
        CHECK(list.kind == Kind::Deny);
        CHECK(list.ipv4);
        CHECK(list.ipv6);
        CHECK(list.action == Action::Score);
        CHECK_FALSE(list.override_never);
        CHECK(codes(list) ==
              "127.0.0.2 5.00 RBL_ZEN_SBL, 127.0.0.4-7 4.00 RBL_ZEN_XBL");

        const auto friends = one("friends");
        CHECK(friends.kind == Kind::Allow);
        CHECK_FALSE(friends.ipv6);
        CHECK(friends.symbol == "RBL_FRIENDS");
        CHECK(friends.page == "https://friends.example/");
        CHECK(friends.refusals.size() == 1);
        CHECK(one("names").ask == std::vector{Subject::Helo, Subject::Sender});
    }

    TEST_CASE("keys beside a preset change what it says")
    {
        struct Case {
            const char* list;
            const char* codes;
        };
        const Case cases[] = {
            {"{use: zen, points: 1}",
             "127.0.0.2 1.00 RBL_ZEN_SBL, 127.0.0.4-7 1.00 RBL_ZEN_XBL"},
            {"{use: zen, codes: {127.0.0.2: 2}}",
             "127.0.0.2 2.00 RBL_ZEN_SBL, 127.0.0.4-7 4.00 RBL_ZEN_XBL"},
            {"{use: zen, codes: {127.0.0.2: {symbol: MINE}}}",
             "127.0.0.2 5.00 MINE, 127.0.0.4-7 4.00 RBL_ZEN_XBL"},
            {"{use: zen, points: 1, codes: {127.0.0.2: 2, 127.0.0.9: {}}}",
             "127.0.0.9 1.00 RBL_ZEN, 127.0.0.2 2.00 RBL_ZEN_SBL, "
             "127.0.0.4-7 1.00 RBL_ZEN_XBL"},
            {"{use: zen, codes: {127.0.0.5: {points: 9, symbol: FIVE}}}",
             "127.0.0.5 9.00 FIVE, 127.0.0.2 5.00 RBL_ZEN_SBL, "
             "127.0.0.4-7 4.00 RBL_ZEN_XBL"},
            {"{use: names, codes: {mask 4: 0}}",
             "mask 2 3.00 RBL_NAMES, mask 4 0.00 RBL_NAMES"},
            {"{use: both, codes: {127.0.0.3: -2}}",
             "127.0.0.3 -2.00 RBL_BOTH, 127.0.0.1 -1.00 RBL_BOTH, "
             "127.0.0.2 2.00 RBL_BOTH"},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.list});
            CHECK(codes(one(c.list)) == c.codes);
        }
        const auto list = one("{use: zen, zone: zen.mirror.example, title: Mirror, "
                              "families: [ipv6], action: delay, delay: 5m, "
                              "override: never, refusals: [127.0.0.9]}");
        CHECK(list.zone == "zen.mirror.example");
        CHECK(list.title == "Mirror");
        CHECK_FALSE(list.ipv4);
        CHECK(list.action == Action::Delay);
        CHECK(list.delay == std::chrono::minutes{5});
        CHECK(list.override_never);
        CHECK(list.refusals.size() == 1);
    }

    TEST_CASE("a list of one's own needs a zone and points")
    {
        const auto list = one("{zone: BL.Example.Net., points: 2.5}");
        CHECK(list.zone == "bl.example.net");
        CHECK(list.name == "bl.example.net");
        CHECK(list.title == "bl.example.net");
        CHECK(codes(list) == "127.0.0.2 2.50 RBL_BL_EXAMPLE_NET");
        CHECK(list.delay == std::chrono::minutes{15});
        CHECK(codes(one("{zone: bl.example.net, name: own, "
                        "codes: {127.0.0.2: 4, 127.0.0.3-5: "
                        "{points: 2, symbol: RBL_EXAMPLE_POLICY}}}")) ==
              "127.0.0.2 4.00 RBL_OWN, 127.0.0.3-5 2.00 RBL_EXAMPLE_POLICY");
    }

    TEST_CASE("a key is asked with, and shown nowhere")
    {
        const auto list = one("{use: zen, key: ABC123}");
        CHECK(list.suffix() == "abc123.zen.dq.example");
        CHECK(list.zone == "zen.dq.example");
        CHECK(one("{use: paid, key: k}").zone == "paid.example");
        CHECK(sentence(Unusable::Refused, list, "127.255.255.255").find("abc123") ==
              std::string::npos);
    }

    TEST_CASE("what cannot be meant is an error at its place, with a hint")
    {
        struct Case {
            const char* list;
            const char* message;
            const char* hint;
        };
        const Case cases[] = {
            {"zem", "\"zem\" is no preset of the catalogue", "did you mean \"zen\"?"},
            {"zen.example", "\"zen.example\" is no preset of the catalogue",
             "did you mean \"zen\"?"},
            {"something-else", "\"something-else\" is no preset of the catalogue",
             "a list of your own has \"zone\" and \"codes\" instead"},
            {"ordb", "\"ordb\" is dead since 2006: closed",
             "take it out: at its end it listed every address in the world"},
            {"{zone: relays.ordb.example, points: 1}",
             "\"relays.ordb.example\" is dead since 2006: closed",
             "take it out: at its end it listed every address in the world"},
            {"sorbs", "\"sorbs\" is dead: gone",
             "take it out: whoever gets its domain may list every address"},
            {"spam.sorbs.example", "\"spam.sorbs.example\" is dead: gone",
             "take it out: whoever gets its domain may list every address"},
            {"{use: zen, zone: a.sorbs.example}", "\"a.sorbs.example\" is dead: gone",
             "take it out: whoever gets its domain may list every address"},
            {"hashes", "\"hashes\" cannot be used: it is asked about hashes", ""},
            {"paid", "\"paid\" needs a key",
             "key: the one that the operator has given you"},
            {"{use: friends, key: a}", "\"friends\" takes no key", ""},
            {"{use: zen, key: a, zone: b.example}",
             "\"zone\" and \"key\" exclude each other",
             "the key has a zone of its own"},
            {"{zone: bl.example.net}",
             "\"bl.example.net\" has neither \"codes\" nor \"points\"",
             "codes: {127.0.0.2: 4}"},
            {"{zone: zen.example}",
             "\"zen.example\" has neither \"codes\" nor \"points\"",
             "the catalogue knows it: use: zen"},
            {"{zone: bl.example.net, codes: {127.0.0.3: {symbol: A}}}",
             "the code 127.0.0.3 has no points",
             "write 127.0.0.3: 4, or \"points\" for all codes"},
            {"{zone: bl.example.net, codes: {127.0.0.3: -2}}",
             "a list that denies has no points below 0, as -2.00",
             "kind: allow, or kind: mixed"},
            {"{zone: wl.example.net, kind: allow, codes: {127.0.0.3: 2}}",
             "a list that allows has no points above 0, as 2.00",
             "write 127.0.0.3: -2.00"},
            {"{use: friends, points: 3}",
             "a list that allows has no points above 0, as 3.00",
             "write 127.0.x.3: -3.00"},
            {"{zone: bl.example.net, codes: {127.255.255.254: 2}}",
             "127.255.255.x never lists",
             "with such an answer a list turns the resolver away"},
            {"{use: friends, action: reject}",
             "a list that speaks for clients can only score",
             "action: score, or take the key out"},
            {"{use: friends, ask: [sender]}",
             "a list that speaks for clients must not be asked about helo or sender",
             "anyone can claim a name that is allowed; ptr is proved"},
            {"{use: zen, ask: [client, helo]}", "\"ask\" mixes client with names",
             "a zone lists addresses or names, not both"},
            {"zen, {use: zen, name: other}", "the zone \"zen.example\" is asked twice",
             "keep one of them, with all of its codes"},
            {"zen, {zone: a.example, points: 1, name: zen}",
             "two lists have the name \"zen\"", "give one of them a \"name\""},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.list});
            const auto found = resolved(std::string{"lists: ["} + c.list + "]");
            REQUIRE(found.diagnostics.errors() == 1);
            const auto& told = found.diagnostics.all()[0];
            CHECK(told.message == c.message);
            CHECK(told.hint == c.hint);
            CHECK(told.place.line == 1);
            CHECK(told.place.column >= 9);
        }
    }

    TEST_CASE("one zone may be asked about names of several kinds, each once")
    {
        CHECK(resolved("lists: [{use: names, ask: [helo]}, "
                       "{use: names, ask: [sender, ptr], name: b}]")
                  .diagnostics.ok());
    }

    TEST_CASE("an error points at the word that is wrong")
    {
        const auto found = resolved("lists:\n"
                                    "  - zen\n"
                                    "  - use: ordb\n"
                                    "  - zone: bl.example.net\n"
                                    "    codes:\n"
                                    "      127.0.0.2: 4\n"
                                    "      127.0.0.3: -2\n");
        CHECK(found.diagnostics.text() ==
              "rbl.yaml:3:10: error: \"ordb\" is dead since 2006: closed\n"
              "    3 |   - use: ordb\n"
              "      |          ^^^^\n"
              "   hint: take it out: at its end it listed every address in the world\n"
              "rbl.yaml:7:18: error: a list that denies has no points below 0, as "
              "-2.00\n"
              "    7 |       127.0.0.3: -2\n"
              "      |                  ^^\n"
              "   hint: kind: allow, or kind: mixed\n");
        CHECK(found.lists.size() == 1);
    }

    TEST_CASE("without its catalogue a configuration of zones still works")
    {
        const auto with = [](const std::string& list) {
            auto loaded = config::load_text<Settings>(
                "rbl.yaml",
                "catalogue: /nonexistent/blocklists.yaml\nlists: [" + list + "]\n");
            REQUIRE(loaded.ok());
            const auto lists =
                resolve(loaded.settings, loaded.document, loaded.diagnostics);
            return std::pair{lists.size(), loaded.diagnostics};
        };
        const auto zones = with("{zone: bl.example.net, points: 1}");
        CHECK(zones.first == 1);
        CHECK(zones.second.ok());
        CHECK(zones.second.all().size() == 1); // a warning
        const auto presets = with("zen");
        CHECK(presets.first == 0);
        CHECK(presets.second.errors() == 1);
        CHECK(with("").second.all().empty());
    }
}

} // namespace mailreeve::rbl
