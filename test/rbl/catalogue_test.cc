#include "mailreeve/config/file.hh"
#include "mailreeve/rbl/catalogue.hh"
#include "mailreeve/rbl/resolve.hh"
#include "mailreeve/score/finding.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace mailreeve::rbl {

namespace {

const Catalogue& catalogue()
{
    static const auto loaded = [] {
        std::string problem;
        auto read = load_catalogue(BLOCKLIST_CATALOGUE, problem);
        return read.value(); // throws where it cannot be read
    }();
    return loaded;
}

bool begins_with_address(const std::string& page)
{
    return page.empty() || page.starts_with("https://") || page.starts_with("http://");
}

} // namespace

TEST_SUITE("rbl")
{
    TEST_CASE("every preset of the catalogue makes a list that can be asked")
    {
        CHECK(catalogue().lists.size() >= 70);
        for (const auto& list : catalogue().lists) { // clang 14 captures no bindings
            CAPTURE(list.first);
            const auto& [name, preset] = list;
            if (!preset.unsupported.empty())
                continue;
            auto loaded =
                config::load_text<Settings>("rbl", "lists: [{use: " + name + "}]\n");
            REQUIRE(loaded.ok());
            const auto lists = resolve(loaded.settings, catalogue(), loaded.document,
                                       loaded.diagnostics);
            INFO(loaded.diagnostics.text());
            REQUIRE(lists.size() == 1);
            CHECK(loaded.diagnostics.all().empty());
            CHECK(lists[0]->zone == preset.zone);
            CHECK(lists[0]->name == name);
            CHECK_FALSE(lists[0]->codes.empty());
            for (const auto& rule : lists[0]->codes)
                CHECK(score::is_symbol(rule.symbol));
        }
    }

    TEST_CASE("every preset tells its terms and what says that it is alive")
    {
        std::set<std::string> zones;
        for (const auto& list : catalogue().lists) { // clang 14 captures no bindings
            CAPTURE(list.first);
            const auto& [name, preset] = list;
            CHECK_FALSE(preset.title.empty());
            CHECK_FALSE(preset.terms.empty());
            CHECK_FALSE(preset.alive.empty());
            CHECK_FALSE(preset.codes.empty());
            CHECK(begins_with_address(preset.page));
            CHECK(begins_with_address(preset.remove));
            CHECK(zones.insert(preset.zone).second);
            CHECK(catalogue().find_dead(name) == nullptr);
            CHECK(catalogue().find_dead_zone(preset.zone) == nullptr);
        }
    }

    TEST_CASE("a preset is careful with points")
    {
        const auto most = score::Points::hundredths(600);
        const auto least = score::Points::hundredths(-500);
        for (const auto& list : catalogue().lists)
            for (const auto& rule : list.second.codes) {
                CAPTURE(list.first);
                CAPTURE(rule.first.text());
                const auto& [match, code] = rule;
                REQUIRE(code.points.has_value());
                CHECK(*code.points <= most);
                CHECK(*code.points >= least);
            }
    }

    TEST_CASE("the refusals of every operator that has its own are known")
    {
        struct Case {
            const char* preset;
            const char* answer;
        };
        const Case cases[] = {
            {"uribl", "mask 1"},
            {"surbl", "mask 1"},
            {"dnswl", "127.0.0.255"},
            {"dnswl-domains", "127.0.0.255"},
            {"spamhaus-dbl", "127.0.1.255"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.preset);
            const auto* preset = catalogue().find(c.preset);
            REQUIRE(preset != nullptr);
            CHECK(std::ranges::count(preset->refusals, c.answer, &CodeMatch::text) ==
                  1);
        }
    }

    TEST_CASE("the dead are known by name, by zone and below their zones")
    {
        CHECK(catalogue().dead.size() >= 50);
        for (const auto& dead : catalogue().dead) {
            REQUIRE_FALSE(dead.zones.empty());
            CAPTURE(dead.zones[0]);
            CHECK_FALSE(dead.story.empty());
            for (const auto& name : dead.names)
                CHECK(catalogue().find_dead(name) == &dead);
            for (const auto& zone : dead.zones) {
                const auto* found = catalogue().find_dead_zone(
                    zone.starts_with("*.") ? zone.substr(2) : zone);
                REQUIRE(found != nullptr);
            }
        }
        for (const auto* zone :
             {"relays.ordb.org", "dnsbl.ahbl.org", "dnsbl.sorbs.net",
              "spam.dnsbl.sorbs.net", "SPAM.DNSBL.SORBS.NET", "bl.spamcannibal.org",
              "dul.ru", "dnsbl.cyberlogic.net", "combined.njabl.org", "list.dsbl.org",
              "ix.dnsbl.manitu.net", "sip.invaluement.com", "relays.osirusoft.com"}) {
            CAPTURE(zone);
            CHECK(catalogue().find_dead_zone(zone) != nullptr);
        }
        for (const auto* zone :
             {"sorbs.net", "notdul.ru", "bl.spamcop.net", "", "org"}) {
            CAPTURE(zone);
            CHECK(catalogue().find_dead_zone(zone) == nullptr);
        }
        const auto listed_the_world = std::ranges::count_if(
            catalogue().dead, [](const auto& dead) { return dead.listed_the_world; });
        CHECK(listed_the_world >= 7);
    }

    TEST_CASE("a catalogue that cannot be read says why")
    {
        std::string problem;
        CHECK_FALSE(
            load_catalogue("/nonexistent/blocklists.yaml", problem).has_value());
        CHECK(problem.find("/nonexistent/blocklists.yaml") != std::string::npos);
    }
}

} // namespace mailreeve::rbl
