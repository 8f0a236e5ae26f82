#include "mailreeve/attachment/default_rules.hh"

#include "mailreeve/attachment/extension.hh"

#include <array>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

namespace {

// What one of them asks for. Words are separated by blanks.
struct Told {
    std::string_view name;
    std::string_view reason;
    std::string_view types{};
    ExtensionKind extensions = ExtensionKind::Other; // the name ends like one of them
    std::string_view names{};                        // other patterns
    std::string_view declared{};
    bool Rule::*sign = nullptr;
    unsigned long_name = 0;
    Action action = Action::Strip;
};

using enum ExtensionKind;

constexpr std::string_view any_name = "/./";

// The order matters: the first that is for a file gives the reason. Decisions:
// - What runs by its name is stripped whatever is in it: a desktop asks nothing else.
// - .com is the end of domains, too ("www.example.com" as the name of a saved page). A
//   program of that name is either PE or has no mark at all, so a text, a page or a
//   picture is not stripped for it.
// - Scripts by their bytes alone are reported: without the name nothing runs them, and
//   patches and pieces of source are ordinary mail. The same holds for pages.
// - Shortcuts and settings that are texts count only where there is a name: the text of
//   a letter may begin as one.
// - Texts of a Unix shell (sh, pl, rb) are scripts by their bytes, and so reported.
constexpr auto table = std::to_array<Told>({
    {.name = "hidden-order",
     .reason = "has a name that is shown in another order than it is written",
     .sign = &Rule::bidi},
    {.name = "double-extension",
     .reason = "has two extensions, the last of them that of a program",
     .sign = &Rule::double_extension},
    {.name = "program", .reason = "is a program", .types = "program"},
    {.name = "program-name",
     .reason = "has a name like that of a program",
     .extensions = Program},
    {.name = "com-program",
     .reason = "has a name like that of a program",
     .types = "unknown",
     .names = "*.com"},
    {.name = "class-name",
     .reason = "has a name that chooses a program by its class",
     .names = R"(/\.\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/)"},
    {.name = "script-name",
     .reason = "has a name like that of a script",
     .extensions = Script},
    {.name = "declared-script",
     .reason = "is declared as a script",
     .names = "/^[^.]*$/",
     .declared = "application/hta application/javascript application/x-javascript "
                 "text/javascript text/vbscript application/x-vbs application/x-bat "
                 "application/x-msdos-program application/x-ms-shortcut"},
    {.name = "shortcut",
     .reason = "is a shortcut, which starts something else",
     .types = "shortcut",
     .names = any_name},
    {.name = "shortcut-name",
     .reason = "has a name like that of a shortcut",
     .extensions = Shortcut},
    {.name = "installer", .reason = "installs a program", .types = "installer"},
    {.name = "installer-name",
     .reason = "has a name like that of an installer",
     .extensions = Installer},
    {.name = "disk-image", .reason = "is an image of a disk", .types = "disk-image"},
    {.name = "disk-image-name",
     .reason = "has a name like that of an image of a disk",
     .extensions = Disk},
    {.name = "help-file",
     .reason = "is a help file, which may run programs",
     .types = "chm"},
    {.name = "settings",
     .reason = "changes settings",
     .types = "registry",
     .names = any_name},
    {.name = "settings-name",
     .reason = "has a name like that of settings or of a help file",
     .extensions = Setting},
    {.name = "macros", .reason = "contains macros", .sign = &Rule::macros},
    {.name = "macros-name",
     .reason = "has a name like that of a document with macros",
     .extensions = MacroDocument},
    {.name = "notebook",
     .reason = "is a notebook of OneNote, which may contain programs",
     .types = "onenote"},
    {.name = "notebook-name",
     .reason = "has a name like that of a notebook of OneNote",
     .extensions = Notebook},
    {.name = "mismatch",
     .reason = "is not what it says it is",
     .sign = &Rule::mismatch,
     .action = Action::Report},
    {.name = "script",
     .reason = "is a script",
     .types = "script",
     .names = any_name,
     .action = Action::Report},
    {.name = "active-page",
     .reason = "is a page with a script",
     .types = "html-active",
     .names = any_name,
     .action = Action::Report},
    {.name = "many-spaces",
     .reason = "has a name whose end is hidden by blanks",
     .sign = &Rule::many_spaces,
     .action = Action::Report},
    {.name = "long-name",
     .reason = "has a very long name",
     .long_name = 200,
     .action = Action::Report},
});

template <class T>
std::vector<T> parsed(std::string_view words)
{
    std::vector<T> all;
    while (!words.empty()) {
        const auto word = words.substr(0, words.find(' '));
        auto value = T::parse(word);
        if (!value)
            throw std::logic_error{"default rules: " + std::string{word}};
        all.push_back(std::move(*value));
        words.remove_prefix(word.size());
        words.remove_prefix(words.empty() ? 0 : 1);
    }
    return all;
}

Rule rule_of(const Told& told)
{
    Rule rule;
    rule.name = told.name;
    rule.reason = told.reason;
    rule.types = parsed<TypeWord>(told.types);
    rule.names = parsed<mail::TextPattern>(told.names);
    for (const auto extension : extensions(told.extensions))
        rule.names.push_back(*mail::TextPattern::parse("*." + std::string{extension}));
    rule.declared = parsed<MediaPattern>(told.declared);
    if (told.sign != nullptr)
        rule.*told.sign = true;
    if (told.long_name != 0)
        rule.long_name = told.long_name;
    rule.action = told.action;
    return rule;
}

} // namespace

const std::vector<Rule>& default_rules()
{
    static const auto rules = [] {
        std::vector<Rule> all;
        all.reserve(table.size());
        for (const auto& told : table)
            all.push_back(rule_of(told));
        return all;
    }();
    return rules;
}

} // namespace mailreeve::attachment
