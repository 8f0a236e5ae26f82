#include "ctl/catalogue_command.hh"

#include "control/json.hh"
#include "ctl/list_trial.hh"
#include "ctl/services.hh"
#include "ctl/table.hh"
#include "mailreeve/config/file.hh"
#include "mailreeve/log/escape.hh"
#include "mailreeve/rbl/resolve.hh"

#include <algorithm>
#include <ostream>
#include <stdexcept>

namespace mailreeve::ctl {

namespace {

constexpr std::chrono::seconds patience{10};

rbl::Catalogue read(const std::filesystem::path& file)
{
    std::string problem;
    auto catalogue = rbl::load_catalogue(file, problem);
    if (!catalogue)
        throw std::runtime_error{problem};
    return std::move(*catalogue);
}

// As if the configuration said `use: name`; nothing where that takes more (a key).
rbl::Lists preset(const rbl::Catalogue& catalogue, const std::string& name)
{
    auto loaded =
        config::load_text<rbl::Settings>("catalogue", "lists: [" + name + "]");
    if (!loaded.ok())
        return {};
    return rbl::resolve(loaded.settings, catalogue, loaded.document,
                        loaded.diagnostics);
}

bool is_among(const rbl::Lists& lists, const rbl::List& list)
{
    return std::ranges::any_of(
        lists, [&](const auto& other) { return other->zone == list.zone; });
}

std::string year_of(const rbl::DeadList& dead)
{
    return dead.year == 0 ? "" : std::to_string(dead.year);
}

void print_json(const rbl::Catalogue& catalogue, std::ostream& out)
{
    control::JsonWriter json;
    json.begin_object().key("lists").begin_array();
    for (const auto& [name, preset] : catalogue.lists)
        json.begin_object()
            .member("name", name)
            .member("title", preset.title)
            .member("zone", preset.zone)
            .member("terms", preset.terms)
            .member("page", preset.page)
            .member("remove", preset.remove)
            .member("alive", preset.alive)
            .member("unsupported", preset.unsupported)
            .end_object();
    json.end_array().key("dead").begin_array();
    for (const auto& dead : catalogue.dead) {
        json.begin_object().key("zones").begin_array();
        for (const auto& zone : dead.zones)
            json.value(zone);
        json.end_array()
            .member("year", dead.year)
            .member("story", dead.story)
            .end_object();
    }
    json.end_array().end_object();
    out << json.text();
}

} // namespace

void print(const rbl::Catalogue& catalogue, const Console& console)
{
    if (console.json)
        return print_json(catalogue, console.out);
    Table lists{{"NAME", "TITLE", "ZONE", "PAGE", "TERMS"}};
    for (const auto& [name, preset] : catalogue.lists)
        lists.add({name, preset.title, preset.zone, preset.page, preset.terms});
    Table dead{{"DEAD", "YEAR", "STORY"}};
    for (const auto& list : catalogue.dead)
        dead.add(
            {list.zones.empty() ? "" : list.zones.front(), year_of(list), list.story});
    console.out << lists.text() << '\n' << dead.text();
}

rbl::Lists with_presets(rbl::Lists lists, const std::filesystem::path& catalogue)
{
    const auto known = read(catalogue);
    for (const auto& [name, unused] : known.lists)
        for (auto& list : preset(known, name))
            if (!is_among(lists, *list))
                lists.push_back(std::move(list));
    return lists;
}

Exit list_catalogue(const std::filesystem::path& file, const Console& console)
{
    const auto configuration = load(file, console);
    if (!configuration)
        return Exit::Configuration;
    print(read(configuration->settings.rbl.catalogue), console);
    return Exit::Ok;
}

Exit try_list(const std::filesystem::path& file, const std::string& name,
              const Console& console)
{
    const auto configuration = load(file, console);
    if (!configuration)
        return Exit::Configuration;
    const auto all =
        with_presets(configuration->lists, configuration->settings.rbl.catalogue);
    const auto found = std::ranges::find_if(all, [&](const auto& list) {
        return list->name == name || list->zone == name;
    });
    if (found == all.end()) {
        console.err << "mailreevectl: no list " << log::value(name)
                    << " in the configuration or the catalogue\n";
        return Exit::Usage;
    }
    Services services{configuration->settings.dns, {}};
    const auto remarks = try_lists({services.resolver(), services.clock()}, {*found},
                                   services.clock().now() + patience);
    print(remarks, console);
    return status_of(remarks);
}

} // namespace mailreeve::ctl
