#include "mailreeve/attachment/default_rules.hh"
#include "mailreeve/attachment/settings.hh"
#include "mailreeve/config/file.hh"
#include "mailreeve/config/manual.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::attachment {

namespace {

config::Loaded<Settings> load(const std::string& yaml)
{
    return config::load_text<Settings>("attachments.yaml", yaml);
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("attachments are not looked at by default")
    {
        const auto loaded = load("");
        REQUIRE(loaded.ok());
        CHECK(loaded.settings == Settings{});
        CHECK(loaded.settings.mode == Mode::Off);
        CHECK(loaded.settings.rules_in_force() == default_rules());
        CHECK(loaded.settings.encrypted == Action::Quarantine);
        CHECK(loaded.settings.external == Action::Report);
        CHECK(loaded.settings.max_message.bytes == 128UL * 1024 * 1024);
        CHECK(loaded.settings.memory.bytes == 256UL * 1024);
    }

    TEST_CASE("what is shown loads as the same settings")
    {
        const auto first = load(R"(
mode: strip
rules:
  - {name: partner, for: [user@example.net, .example.org], direction: inbound,
     names: ["*.exe", '/^run\d+/'], types: [program, zip], declared: [application/*],
     larger_than: 25MB, action: allow}
  - default
  - {name: big, larger_than: 1MiB, long_name: 100, mismatch: true, bidi: true,
     double_extension: true, many_spaces: true, macros: true, reason: is too big}
  - {name: locked, obstacles: [encrypted, unjudged], action: report}
  - {use: default, name: x}
encrypted: report
ambiguous: strip
unjudged: allow
partial: report
external: quarantine
signed: pass
outbound: same
max_message: 20MiB
memory: 1MiB
)");
        CHECK_FALSE(first.ok());
        CHECK(first.diagnostics.text().find("\"use: default\" goes alone") !=
              std::string::npos);
        Settings shown;
        shown.mode = Mode::Strip;
        shown.rules = default_rules();
        shown.signed_mail = Signed::Pass;
        const auto right = load(config::show(shown));
        INFO(right.diagnostics.text());
        REQUIRE(right.ok());
        CHECK(*right.settings.rules == default_rules());
        CHECK(right.settings.signed_mail == Signed::Pass);
    }

    TEST_CASE("the default set stands where it is asked for")
    {
        const auto loaded = load(R"(
rules:
  - {name: first, names: ["*.exe"], action: allow}
  - default
  - {name: last, names: ["*.txt"], action: report}
)");
        INFO(loaded.diagnostics.text());
        REQUIRE(loaded.ok());
        const auto rules = loaded.settings.rules_in_force();
        REQUIRE(rules.size() == default_rules().size() + 2);
        CHECK(rules.front().name == "first");
        CHECK(rules[1] == default_rules().front());
        CHECK(rules.back().name == "last");
        const auto again = load(config::show(loaded.settings));
        REQUIRE(again.ok());
        CHECK(again.settings == loaded.settings);
    }

    TEST_CASE("no rules at all are possible")
    {
        const auto loaded = load("rules: []");
        REQUIRE(loaded.ok());
        CHECK(loaded.settings.rules_in_force().empty());
    }

    TEST_CASE("a key that is wrong is told with what is right")
    {
        struct Case {
            std::string yaml;
            std::string told;
        };
        const Case cases[] = {
            {"mode: on",
             R"("mode" must be off, report, strip or quarantine, not "on")"},
            {"rules: [{names: [\"*.exe\"]}]", "a rule has no \"name\""},
            {"rules: [{name: a}]",
             "a rule without a condition would be for every file"},
            {"rules: [{name: a b, macros: true}]",
             "must be a word of at most 40 letters, digits, - _ and ., not \"a b\""},
            {"rules: [{name: a, names: [\"/ab(c/\"]}]",
             "hint: missing ): ab(c at character 1"},
            {"rules: [{name: a, names: [\"a[b\"]}]",
             "a [ without its ] at character 2"},
            {"rules: [{name: a, types: [programm]}]", "did you mean \"program\"?"},
            {"rules: [{name: a, types: [pickle]}]", "the types are program, script,"},
            {"rules: [{name: a, declared: [application]}]",
             "must be a media type such as application/hta or application/*"},
            {"rules: [{name: a, macros: true, action: delete}]",
             "\"action\" must be allow, report, strip or quarantine"},
            {"rules: [{name: a, obstacles: [locked]}]",
             "must be encrypted, ambiguous, unjudged, partial or external"},
            {"rules: [{name: a, long_name: 0}]", "between 1 and 4096"},
            {"rules: [default, default]", "\"use: default\" stands twice"},
            {"rules: [strict]", "must be default, not \"strict\""},
            {"rules: [{name: a, macros: true, for: [nobody@]}, {name: b, fro: [a@b]}]",
             "did you mean \"for\"?"},
            {"max_message: 10", "\"max_message\" must be a size"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.yaml);
            const auto loaded = load(c.yaml);
            CHECK_FALSE(loaded.ok());
            const auto text = loaded.diagnostics.text();
            CAPTURE(text);
            CHECK(text.find(c.told) != std::string::npos);
        }
    }

    TEST_CASE("every key is described for the manual")
    {
        const auto keys = config::keys<Settings>();
        for (const auto* path :
             {"mode", "rules", "rules[].names", "rules[].for", "encrypted", "signed",
              "outbound", "max_message", "memory"}) {
            CAPTURE(std::string{path});
            const auto found = std::ranges::find(keys, path, &config::KeyDoc::path);
            REQUIRE(found != keys.end());
            CHECK_FALSE(found->doc.empty());
        }
    }
}

} // namespace mailreeve::attachment
