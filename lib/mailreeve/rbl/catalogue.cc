#include "mailreeve/rbl/catalogue.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/config/file.hh"
#include "mailreeve/rbl/words.hh"

#include <algorithm>

namespace mailreeve::rbl {

namespace {

// "*.example.net" holds example.net and all below it.
bool holds(std::string_view pattern, std::string_view zone)
{
    if (!pattern.starts_with("*."))
        return ascii::equal(pattern, zone);
    return ascii::equal(pattern.substr(2), zone) ||
           ascii::ends_with(zone, pattern.substr(1));
}

} // namespace

config::Fields<Preset> Preset::fields()
{
    static constexpr std::array keys{
        config::field<&Preset::title>("title", "Its name for people."),
        config::field<&Preset::zone>("zone", "Where it lives."),
        config::field<&Preset::key_zone>("key_zone", "Where it is asked with a key."),
        config::field<&Preset::kind>("kind", "Whether it speaks against or for."),
        config::field<&Preset::ask>("ask", "What it knows."),
        config::field<&Preset::families>("families", "Which addresses it knows."),
        config::field<&Preset::symbol>("symbol", "Of its findings."),
        config::field<&Preset::codes>("codes", "What its answers mean."),
        config::field<&Preset::refusals>("refusals", "How it turns resolvers away."),
        config::field<&Preset::page>("page", "Where a listing is looked up."),
        config::field<&Preset::remove>("remove", "Where a listing is taken off."),
        config::field<&Preset::terms>("terms", "Who may use it, at what price."),
        config::field<&Preset::alive>("alive", "What says that it is alive."),
        config::field<&Preset::note>("note", "What else to know."),
        config::field<&Preset::unsupported>("unsupported", "Why it cannot be used."),
    };
    return keys;
}

config::Fields<DeadList> DeadList::fields()
{
    static constexpr std::array keys{
        config::field<&DeadList::names>("names", "What it was called."),
        config::field<&DeadList::zones>("zones", "Where it lived."),
        config::field<&DeadList::year>("year", "When it ended."),
        config::field<&DeadList::story>("story", "How it ended."),
        config::field<&DeadList::listed_the_world>(
            "listed_the_world", "It answered for every address at its end."),
    };
    return keys;
}

config::Fields<Catalogue> Catalogue::fields()
{
    static constexpr std::array keys{
        config::field<&Catalogue::lists>("lists", "Presets."),
        config::field<&Catalogue::dead>("dead", "Lists that are no more."),
    };
    return keys;
}

const Preset* Catalogue::find(std::string_view name) const
{
    const auto found = std::ranges::find_if(
        lists, [&](const auto& entry) { return entry.first == name; });
    return found == lists.end() ? nullptr : &found->second;
}

const std::string* Catalogue::name_of_zone(std::string_view zone) const
{
    const auto found = std::ranges::find_if(lists, [&](const auto& entry) {
        return ascii::equal(entry.second.zone, zone);
    });
    return found == lists.end() ? nullptr : &found->first;
}

const DeadList* Catalogue::find_dead(std::string_view name) const
{
    const auto found = std::ranges::find_if(dead, [&](const DeadList& list) {
        return std::ranges::find(list.names, name) != list.names.end();
    });
    return found == dead.end() ? nullptr : &*found;
}

const DeadList* Catalogue::find_dead_zone(std::string_view zone) const
{
    const auto found = std::ranges::find_if(dead, [&](const DeadList& list) {
        return std::ranges::any_of(list.zones, [&](const std::string& pattern) {
            return holds(pattern, zone);
        });
    });
    return found == dead.end() ? nullptr : &*found;
}

std::optional<Catalogue> load_catalogue(const std::filesystem::path& file,
                                        std::string& problem)
{
    auto loaded = config::load<Catalogue>(file);
    if (!loaded.ok()) {
        problem = loaded.diagnostics.text();
        return std::nullopt;
    }
    return std::move(loaded.settings);
}

} // namespace mailreeve::rbl
