#include "mailreeve/rbl/resolve.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/config/suggest.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/rbl/code_rules.hh"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mailreeve::rbl {

namespace {

using config::quote;

constexpr std::string_view key_hole = "{key}";

std::string obituary(const DeadList& dead)
{
    auto words = std::string{" is dead"};
    if (dead.year != 0)
        words += " since " + std::to_string(dead.year);
    return words + ": " + dead.story;
}

std::string obituary_hint(const DeadList& dead)
{
    return dead.listed_the_world
               ? "take it out: at its end it listed every address in the world"
               : "take it out: whoever gets its domain may list every address";
}

std::string default_symbol(std::string_view name)
{
    constexpr std::size_t max_symbol = 64;
    std::string symbol = "RBL_";
    for (const char c : name.substr(0, max_symbol - symbol.size()))
        symbol += ascii::is_lower(c)   ? static_cast<char>(c - ('a' - 'A'))
                  : ascii::is_alnum(c) ? c
                                       : '_';
    return symbol;
}

bool has(const std::vector<Subject>& subjects, Subject subject)
{
    return std::ranges::find(subjects, subject) != subjects.end();
}

// One item of rbl.lists.
class Item {
public:
    Item(const ListSettings& settings, const config::Node& written,
         const Catalogue& catalogue, config::Diagnostics& diagnostics)
        : settings_{settings}, written_{written}, catalogue_{catalogue},
          diagnostics_{diagnostics}
    {
    }

    // Nothing when an error was told.
    std::optional<List> list()
    {
        const auto errors = diagnostics_.errors();
        find_preset();
        if (diagnostics_.errors() == errors)
            set_zone();
        if (diagnostics_.errors() != errors)
            return std::nullopt;
        set_names();
        set_subjects();
        set_codes();
        set_action();
        return diagnostics_.errors() == errors ? std::optional{std::move(list_)}
                                               : std::nullopt;
    }

private:
    void error(std::string_view key, std::string message, std::string hint = {})
    {
        diagnostics_.error(written_.is_map() ? written_.place(key) : written_.place(),
                           std::move(message), std::move(hint));
    }

    void find_preset();
    void tell_unknown();
    void set_zone();
    void set_keyed_zone();
    void set_names();
    void set_subjects();
    void set_codes();
    void set_action();
    Standing kind() const
    {
        return settings_.kind.value_or(preset_ ? preset_->kind : Standing::Deny);
    }

    const ListSettings& settings_;
    const config::Node& written_;
    const Catalogue& catalogue_;
    config::Diagnostics& diagnostics_;
    const Preset* preset_ = nullptr;
    List list_;
};

void Item::find_preset()
{
    if (!settings_.use)
        return;
    preset_ = catalogue_.find(*settings_.use);
    if (preset_ == nullptr)
        tell_unknown();
    else if (!preset_->unsupported.empty())
        error("use",
              quote(*settings_.use) + " cannot be used: " + preset_->unsupported);
}

void Item::tell_unknown()
{
    const auto& use = *settings_.use;
    const auto* dead = catalogue_.find_dead(use);
    if (dead == nullptr)
        dead = catalogue_.find_dead_zone(use);
    if (dead != nullptr)
        return error("use", quote(use) + obituary(*dead), obituary_hint(*dead));
    std::vector<std::string_view> names;
    for (const auto& [name, preset] : catalogue_.lists)
        names.push_back(name);
    auto nearest = std::string{config::nearest(use, names)};
    if (const auto* by_zone = catalogue_.name_of_zone(use))
        nearest = *by_zone;
    error("use", quote(use) + " is no preset of the catalogue",
          nearest.empty() ? "a list of your own has \"zone\" and \"codes\" instead"
                          : "did you mean " + quote(nearest) + '?');
}

void Item::set_zone()
{
    auto zone = settings_.zone.value_or(preset_ != nullptr ? preset_->zone : "");
    if (settings_.key)
        return set_keyed_zone();
    if (zone.find(key_hole) != std::string::npos)
        return error("use", quote(*settings_.use) + " needs a key",
                     "key: the one that the operator has given you");
    const auto domain = mail::Domain::parse(zone);
    list_.zone = domain ? domain->text() : zone;
    if (const auto* dead = catalogue_.find_dead_zone(list_.zone))
        error("zone", quote(zone) + obituary(*dead), obituary_hint(*dead));
}

void Item::set_keyed_zone()
{
    list_.keyed_zone = preset_ != nullptr ? preset_->key_zone : "";
    const auto hole = list_.keyed_zone.find(key_hole);
    if (hole == std::string::npos)
        return error("key", quote(*settings_.use) + " takes no key");
    if (settings_.zone)
        return error("zone", "\"zone\" and \"key\" exclude each other",
                     "the key has a zone of its own");
    list_.keyed_zone.replace(hole, key_hole.size(), ascii::lower(*settings_.key));
    list_.zone = preset_->key_zone;
    list_.zone.erase(hole, key_hole.size() + 1); // with its dot
}

void Item::set_names()
{
    const auto& preset = preset_ != nullptr ? *preset_ : Preset{};
    list_.name = settings_.name.value_or(settings_.use.value_or(list_.zone));
    list_.title =
        settings_.title.value_or(preset.title.empty() ? list_.zone : preset.title);
    list_.symbol = settings_.symbol.value_or(
        preset.symbol.empty() ? default_symbol(list_.name) : preset.symbol);
    list_.page =
        settings_.page.value_or(preset.page.empty() ? preset.remove : preset.page);
}

void Item::set_subjects()
{
    if (preset_ != nullptr)
        list_.ask = preset_->ask;
    if (!settings_.ask.empty())
        list_.ask = settings_.ask;
    auto families = settings_.families;
    if (families.empty() && preset_ != nullptr)
        families = preset_->families;
    if (!families.empty()) {
        list_.ipv4 = std::ranges::find(families, net::Family::V4) != families.end();
        list_.ipv6 = std::ranges::find(families, net::Family::V6) != families.end();
    }
    if (has(list_.ask, Subject::Client) && list_.ask.size() > 1)
        error("ask", "\"ask\" mixes client with names",
              "a zone lists addresses or names, not both");
    if (kind() != Standing::Deny &&
        (has(list_.ask, Subject::Helo) || has(list_.ask, Subject::Sender)))
        error("ask",
              "a list that speaks for clients must not be asked about helo or sender",
              "anyone can claim a name that is allowed; ptr is proved");
}

void Item::set_codes()
{
    list_.kind = kind() == Standing::Allow ? Kind::Allow : Kind::Deny;
    list_.codes =
        code_rules({settings_, preset_, list_.symbol}, [&](const CodeProblem& p) {
            const auto* codes = written_.find("codes");
            const auto place = codes != nullptr && codes->find(p.code) != nullptr
                                   ? codes->find(p.code)->place()
                                   : written_.place(settings_.use ? "use" : "zone");
            diagnostics_.error(place, p.message, p.hint);
        });
    if (list_.codes.empty() && preset_ == nullptr) {
        const auto* known = catalogue_.name_of_zone(list_.zone);
        error("zone", quote(list_.zone) + " has neither \"codes\" nor \"points\"",
              known != nullptr ? "the catalogue knows it: use: " + *known
                               : "codes: {127.0.0.2: 4}");
    }
    if (preset_ != nullptr)
        list_.refusals = preset_->refusals;
    list_.refusals.insert(list_.refusals.end(), settings_.refusals.begin(),
                          settings_.refusals.end());
}

void Item::set_action()
{
    list_.action = settings_.action;
    list_.delay = settings_.delay.value_or(
        std::chrono::duration_cast<std::chrono::minutes>(list_.delay));
    list_.override_never = settings_.override_.has_value();
    if (kind() != Standing::Deny && list_.action != Action::Score)
        error("action", "a list that speaks for clients can only score",
              "action: score, or take the key out");
}

// Whether a question of `list` is asked already.
bool is_asked(const Lists& lists, const List& list)
{
    return std::ranges::any_of(lists, [&](const auto& other) {
        return other->suffix() == list.suffix() &&
               std::ranges::any_of(list.ask,
                                   [&](Subject s) { return has(other->ask, s); });
    });
}

bool uses_presets(const Settings& settings)
{
    return std::ranges::any_of(
        settings.lists, [](const ListSettings& list) { return list.use.has_value(); });
}

} // namespace

Lists resolve(const Settings& settings, const Catalogue& catalogue,
              const config::Node& written, config::Diagnostics& diagnostics)
{
    Lists lists;
    const auto* items = written.find("lists");
    for (std::size_t n = 0; items != nullptr && n < settings.lists.size(); ++n) {
        const auto& node = items->items().at(n);
        auto list = Item{settings.lists[n], node, catalogue, diagnostics}.list();
        if (!list)
            continue;
        if (is_asked(lists, *list))
            diagnostics.error(node.place(),
                              "the zone " + quote(list->zone) + " is asked twice",
                              "keep one of them, with all of its codes");
        else if (std::ranges::any_of(lists, [&](const auto& other) {
                     return other->name == list->name;
                 }))
            diagnostics.error(node.place(),
                              "two lists have the name " + quote(list->name),
                              "give one of them a \"name\"");
        else
            lists.push_back(std::make_shared<const List>(*std::move(list)));
    }
    return lists;
}

Lists resolve(const Settings& settings, const config::Node& written,
              config::Diagnostics& diagnostics)
{
    if (settings.lists.empty())
        return {};
    std::string problem;
    const auto catalogue = load_catalogue(settings.catalogue, problem);
    if (catalogue)
        return resolve(settings, *catalogue, written, diagnostics);
    const auto place = written.place(written.find("catalogue") ? "catalogue" : "lists");
    const auto message =
        "the catalogue of lists cannot be read: " + config::quote(problem);
    if (uses_presets(settings)) {
        diagnostics.error(place, message,
                          "it is installed with mailreeve; see \"catalogue\"");
        return {};
    }
    diagnostics.warning(place, message,
                        "lists that are dead will not be known as dead");
    return resolve(settings, Catalogue{}, written, diagnostics);
}

} // namespace mailreeve::rbl
