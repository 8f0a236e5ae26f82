#include "mailreeve/config/section.hh"

#include "mailreeve/config/print.hh"
#include "mailreeve/config/suggest.hh"

namespace mailreeve::config {

namespace {

constexpr std::size_t most_named = 12; // keys, where none is near to what is written

// A key of another depth: "exempt" is reverse_dns.exempt, written without its indent.
std::string misplaced(std::string_view key, const std::vector<KeyDoc>& below)
{
    const auto found = std::ranges::find_if(below, [&](const KeyDoc& doc) {
        return doc.path.size() > key.size() + 1 && doc.path.ends_with(key) &&
               doc.path[doc.path.size() - key.size() - 1] == '.';
    });
    return found == below.end() ? std::string{} : found->path;
}

bool holds(const auto& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

std::string hint_for(std::string_view key, std::span<const std::string_view> names,
                     std::vector<KeyDoc> (*below)(), const Diagnostics& diagnostics)
{
    if (diagnostics.is_full())
        return {};
    const auto reference = diagnostics.reference();
    const auto section = diagnostics.path();
    if (const auto path = misplaced(key, below()); !path.empty())
        return "did you mean " + (section.empty() ? "" : section + '.') + path +
               "? It is indented below its section" + reference;
    if (const auto colon = key.find(':'); holds(names, key.substr(0, colon)))
        return "write a blank after the colon" + reference;
    if (const auto meant = nearest(key, names); !meant.empty())
        return "did you mean " + quote(meant) + '?' + reference;
    if (holds(diagnostics.top_keys(), key))
        return "it is a key of the top of the file: take out its indent" + reference;
    if (names.size() > most_named)
        return "there is no such key" + reference;
    return "the keys here are " + choices(names) + reference;
}

} // namespace

std::vector<const Node::Entry*> known_entries(const Node& map,
                                              std::span<const std::string_view> names,
                                              std::vector<KeyDoc> (*below)(),
                                              Diagnostics& diagnostics)
{
    if (diagnostics.path().empty())
        diagnostics.set_top_keys({names.begin(), names.end()});
    std::vector<const Node::Entry*> known;
    for (const auto& entry : map.entries()) {
        const auto first = std::ranges::find(known, entry.key, &Node::Entry::key);
        if (std::ranges::find(names, entry.key) == names.end())
            diagnostics.error(entry.place,
                              "unknown key " + quote(entry.key) + diagnostics.where(),
                              hint_for(entry.key, names, below, diagnostics));
        else if (first != known.end())
            diagnostics.duplicate_key(entry, (*first)->place);
        else
            known.push_back(&entry);
    }
    return known;
}

std::string as_list(const Node& node)
{
    return "write it as a list: [" + (node.is_scalar() ? print_line(node) : "a, b") +
           ']';
}

KeyDoc document(std::string path, std::string kind, const Node& initial,
                std::string_view doc)
{
    return {std::move(path), std::move(kind),
            initial.is_null() ? std::string{} : print_line(initial), std::string{doc}};
}

} // namespace mailreeve::config
