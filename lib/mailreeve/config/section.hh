// The keys of a settings struct, and reading them all from one map.
#pragma once

#include "mailreeve/config/reader.hh"
#include "mailreeve/config/schema.hh"

#include <tuple>

namespace mailreeve::config {

enum class Restart { No, Needed };

// The default is whatever a default-constructed S holds.
template <class S>
struct Field {
    std::string_view name;
    std::string_view doc; // mdoc: sentences, macros on lines of their own
    void (*read)(const Node&, S&, Diagnostics&);
    Node (*show)(const S&);
    std::string (*kind)() = nullptr; // with the limit
    void (*describe)(const std::string& path, const S& initial, std::vector<KeyDoc>&);
    Restart restart = Restart::No;

    // A reload that changes this key says that it takes effect after a restart.
    constexpr Field needs_restart() const
    {
        auto changed = *this;
        changed.restart = Restart::Needed;
        return changed;
    }
};

// A struct that tells its keys, by itself or by Schema.
template <class S>
concept Section = requires
{
    {
        Schema<S>::fields()
        } -> std::same_as<Fields<S>>;
};

inline constexpr std::string_view map_of_keys = "a map of keys";

// The entries of a map whose keys are known, each key once; tells of the others.
// `below` gives all keys of this section, to find those that stand at a wrong depth.
MAILREEVE_API std::vector<const Node::Entry*>
known_entries(const Node& map, std::span<const std::string_view> names,
              std::vector<KeyDoc> (*below)(), Diagnostics& diagnostics);

MAILREEVE_API KeyDoc document(std::string path, std::string kind, const Node& initial,
                              std::string_view doc);

// What the struct S has to say of its keys.
template <Section S>
struct Keys {
    static void names(std::vector<std::string_view>& all)
    {
        for (const auto& field : Schema<S>::fields())
            all.push_back(field.name);
    }

    static const Field<S>* find(std::string_view name)
    {
        const auto fields = Schema<S>::fields();
        const auto found = std::ranges::find(fields, name, &Field<S>::name);
        return found == fields.end() ? nullptr : &*found;
    }

    // The one that stands for the whole in the short form.
    static const Field<S>& main()
    {
        return *std::ranges::find(Schema<S>::fields(), S::short_form, &Field<S>::name);
    }

    // Nothing happens when the key is another struct's.
    static void read(const Node::Entry& entry, S& out, Diagnostics& diagnostics)
    {
        const Diagnostics::Within within{diagnostics, entry.key};
        if (const auto* field = find(entry.key))
            field->read(entry.value, out, diagnostics);
    }

    static void check(const Node& node, const S& out, Diagnostics& diagnostics)
    {
        if constexpr (requires { out.check(node, diagnostics); })
            out.check(node, diagnostics);
        else if constexpr (requires { Schema<S>::check(out, node, diagnostics); })
            Schema<S>::check(out, node, diagnostics);
    }

    static void show(const S& settings, std::vector<Node::Entry>& entries)
    {
        for (const auto& field : Schema<S>::fields())
            if (auto value = field.show(settings); !value.is_null())
                entries.push_back({std::string{field.name}, std::move(value), {}});
    }

    static void describe(const std::string& path, const S& initial,
                         std::vector<KeyDoc>& keys)
    {
        for (const auto& field : Schema<S>::fields()) {
            auto name = path.empty() ? std::string{} : path + '.';
            name += field.name;
            const auto index = keys.size();
            keys.push_back(
                document(name, field.kind(), field.show(initial), field.doc));
            field.describe(name, initial, keys);
            keys[index].restart = field.restart == Restart::Needed;
            keys[index].section = keys.size() > index + 1;
        }
    }
};

template <class... S>
std::vector<KeyDoc> keys_of()
{
    std::vector<KeyDoc> keys;
    (Keys<S>::describe({}, S{}, keys), ...);
    return keys;
}

// Reads one map into structs whose keys stand in it side by side.
template <class... S>
void read_map(const Node& node, Diagnostics& diagnostics, S&... out)
{
    const auto errors = diagnostics.errors();
    std::vector<std::string_view> names;
    (Keys<S>::names(names), ...);
    for (const auto* entry : known_entries(node, names, keys_of<S...>, diagnostics))
        (Keys<S>::read(*entry, out, diagnostics), ...);
    if (diagnostics.errors() == errors)
        (Keys<S>::check(node, out, diagnostics), ...);
}

template <Section S>
struct Reader<S> {
    static constexpr bool has_short_form = requires { S::short_form; };

    static void read(const Node& node, S& out, Diagnostics& diagnostics)
    {
        if (node.is_map())
            return read_map(node, diagnostics, out);
        if constexpr (has_short_form)
            Keys<S>::main().read(node, out, diagnostics);
        else
            diagnostics.wrong(node, kind(),
                              "write its keys below it" + diagnostics.reference());
    }

    static Node show(const S& settings)
    {
        std::vector<Node::Entry> entries;
        Keys<S>::show(settings, entries);
        return Node::map(std::move(entries));
    }

    static std::string kind()
    {
        if constexpr (has_short_form)
            return Keys<S>::main().kind() + ", or a map";
        return std::string{map_of_keys};
    }

    static void describe(const std::string& path, const S& initial,
                         std::vector<KeyDoc>& keys)
    {
        Keys<S>::describe(path, initial, keys);
    }
};

// The keys of several structs in one map: a file whose top level is told in parts, as
// load<std::tuple<StartSettings, RunSettings>>(). Their names must differ.
template <Section... S>
struct Reader<std::tuple<S...>> {
    static void read(const Node& node, std::tuple<S...>& out, Diagnostics& diagnostics)
    {
        if (!node.is_map())
            return diagnostics.wrong(node, kind());
        std::apply([&](S&... part) { read_map(node, diagnostics, part...); }, out);
    }

    static Node show(const std::tuple<S...>& settings)
    {
        std::vector<Node::Entry> entries;
        std::apply([&](const S&... part) { (Keys<S>::show(part, entries), ...); },
                   settings);
        return Node::map(std::move(entries));
    }

    static std::string kind() { return std::string{map_of_keys}; }

    static void describe(const std::string& path, const std::tuple<S...>& initial,
                         std::vector<KeyDoc>& keys)
    {
        std::apply(
            [&](const S&... part) { (Keys<S>::describe(path, part, keys), ...); },
            initial);
    }
};

} // namespace mailreeve::config
