#include "snapshot/load.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::snapshot {

namespace {

std::string file_text(const std::string& path)
{
    std::ifstream file{path};
    REQUIRE(file.is_open());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string catalogue()
{
    return std::string{SOURCE_ROOT} + "/lib/mailreeve/rbl/catalogue.yaml";
}

struct Bad {
    std::string name;
    std::string yaml;
    std::string expected;
};

// bad_configurations.txt: "=== name", the file, "--- told", what is told.
std::vector<Bad> bad_configurations()
{
    std::istringstream lines{
        file_text(std::string{SOURCE_ROOT} + "/test/snapshot/bad_configurations.txt")};
    std::vector<Bad> all;
    std::string* part = nullptr;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("=== ")) {
            all.push_back({line.substr(4), {}, {}});
            part = &all.back().yaml;
        } else if (line == "--- told") {
            part = &all.back().expected;
        } else if (part != nullptr) {
            *part += line + '\n';
        }
    }
    return all;
}

} // namespace

TEST_SUITE("snapshot")
{
    TEST_CASE("each bad configuration is told in exactly these words")
    {
        const auto all = bad_configurations();
        CHECK(all.size() >= 60);
        for (const auto& bad : all) {
            CAPTURE(bad.name);
            const auto loaded = load_text("mailreeve.yaml", bad.yaml, catalogue());
            CHECK_FALSE(loaded.ok());
            CHECK(loaded.diagnostics.text() == bad.expected);
        }
    }

    TEST_CASE("an empty file is a working, cautious filter")
    {
        const auto loaded = load_text("mailreeve.yaml", "");
        REQUIRE(loaded.ok());
        const auto& settings = loaded.configuration.settings;
        CHECK(settings.mode == policy::Mode::Filter);
        CHECK(settings.actions.spam == policy::ScoreAction::Tag);
        CHECK(settings.actions.surespam == policy::ScoreAction::Quarantine);
        CHECK(settings.reverse_dns.missing.action == rdns::Action::Score);
        CHECK(loaded.configuration.lists.empty());
    }

    TEST_CASE("what is shown loads as the same configuration")
    {
        for (const char* yaml :
             {"", "hostname: mx1.example.net\nscoring: {spam: 4, surespam: 9}\n"
                  "reverse_dns: {missing: {action: defer}}\n"
                  "rbl: {lists: [{zone: bl.example.net, codes: {127.0.0.2: 4}}]}\n"
                  "overrides: [{for: [example.org], actions: {spam: reject}}]\n"}) {
            CAPTURE(yaml);
            const auto loaded = load_text("mailreeve.yaml", yaml, catalogue());
            REQUIRE(loaded.ok());
            const auto shown = show(loaded.configuration);
            const auto again = load_text("shown.yaml", shown);
            CAPTURE(again.diagnostics.text());
            REQUIRE(again.ok());
            CHECK(show(again.configuration) == shown);
            CHECK(again.configuration.settings == loaded.configuration.settings);
            CHECK(again.configuration.start == loaded.configuration.start);
        }
    }

    TEST_CASE("a key that only a restart changes is named")
    {
        const auto before = load_text("a.yaml", "").configuration;
        const auto after =
            load_text("a.yaml", "listen: inet:8891@127.0.0.1\nmode: observe\n")
                .configuration;
        CHECK(restart_needed(before, after) == std::vector<std::string>{"listen"});
        CHECK(restart_needed(before, before).empty());
    }

    TEST_CASE("the example of the manual loads")
    {
        const auto loaded =
            load(std::string{SOURCE_ROOT} + "/examples/mailreeve.yaml", catalogue());
        CAPTURE(loaded.diagnostics.text());
        CHECK(loaded.ok());
    }

    TEST_CASE("a file that is not there is told, not thrown")
    {
        const auto loaded = load("/nonexistent/mailreeve.yaml");
        CHECK_FALSE(loaded.ok());
        CHECK(loaded.diagnostics.text().find("No such file") != std::string::npos);
    }

    TEST_CASE("the manual has every key with its sentence")
    {
        const auto text = manual();
        for (const char* key : {"hostname", "listen", "reverse_dns.missing.action",
                                "rbl.lists[].zone", "overrides[].for"}) {
            CAPTURE(key);
            CHECK(text.find(key) != std::string::npos);
        }
    }
}

} // namespace mailreeve::snapshot
