// One configuration key, told once: name, value, limits and documentation.
//
// A subject's settings.hh is a struct whose initialisers are the defaults; it includes
// schema.hh only, so that policy/ can read it:
//
//   struct Silence {
//       std::chrono::milliseconds after{3000};
//       Action action = Action::Score;
//       static constexpr std::string_view short_form = "after"; // "silence: 5s" will
//       do static config::Fields<Silence> fields(); bool operator==(const Silence&)
//       const = default;
//   };
//   struct Settings {
//       std::vector<std::string> zones;
//       Silence silence;
//       static config::Fields<Settings> fields();
//       // May be left out. What the keys mean together; asked once they are all right,
//       // of a section that is written (of the whole file: always).
//       void check(const config::Node& written, config::Diagnostics& diagnostics)
//       const; bool operator==(const Settings&) const = default;
//   };
//
// and settings.cc tells the keys:
//
//   config::Fields<Silence> Silence::fields()
//   {
//       static constexpr std::array keys{
//           config::field<&Silence::after, config::between(1s, 60s)>(
//               "after", "How long to wait for a zone before it counts as silent."),
//           config::field<&Silence::action>("action", "What a silent zone leads to."),
//       };
//       return keys;
//   }
//   config::Fields<Settings> Settings::fields()
//   {
//       static constexpr std::array keys{
//           config::field<&Settings::zones, config::each(config::not_empty)>(
//               "zones", "The lists to ask.").needs_restart(),
//           config::section<&Settings::silence>("silence", "Zones that do not
//           answer."),
//       };
//       return keys;
//   }
//   void Settings::check(const config::Node& written, config::Diagnostics& diagnostics)
//   const
//   {
//       if (zones.empty() && written.find("silence"))
//           diagnostics.error(written.place("silence"), "there are no zones to be
//           silent",
//                             "see zones");
//   }
//
// Values of a room's own: Value, EnumNames (value.hh), Reader (reader.hh); addresses
// and networks: net_value.hh. A struct of a lower room gets its keys by Schema
// (schema.hh).
#pragma once

#include "mailreeve/config/reader.hh"
#include "mailreeve/config/schema.hh"

#include <array>

namespace mailreeve::config {

enum class Restart { No, Needed };

// The default is whatever a default-constructed S holds.
template <class S>
struct Field {
    std::string_view name;
    std::string_view doc; // mdoc: sentences, macros on lines of their own
    void (*read)(const Node&, S&, Diagnostics&);
    Node (*show)(const S&);
    std::string (*kind)(); // with the limit
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

template <class T>
struct MemberOf;

template <class S, class T>
struct MemberOf<T S::*> {
    using Settings = S;
    using Value = T;
};

std::string with_limit(std::string kind, const auto& limit)
{
    if constexpr (requires { limit.limit; })
        return with_limit(std::move(kind), limit.limit);
    else if (const auto text = limit.text(); !text.empty())
        kind += ", " + text;
    return kind;
}

template <auto Member, auto Limit = Anything{}>
constexpr auto field(std::string_view name, std::string_view doc)
{
    using S = typename MemberOf<decltype(Member)>::Settings;
    using T = typename MemberOf<decltype(Member)>::Value;

    return Field<S>{
        name,
        doc,
        [](const Node& node, S& settings, Diagnostics& diagnostics) {
            read_value(node, settings.*Member, diagnostics, Limit);
        },
        [](const S& settings) { return Reader<T>::show(settings.*Member); },
        [] { return with_limit(Reader<T>::kind(), Limit); },
        [](const std::string& path, const S& initial, std::vector<KeyDoc>& keys) {
            describe_below(path, initial.*Member, keys);
        },
    };
}

template <auto Member>
constexpr auto section(std::string_view name, std::string_view doc)
{
    return field<Member>(name, doc);
}

// A struct that tells its keys, by itself or by Schema.
template <class S>
concept Section = requires
{
    {
        Schema<S>::fields()
        } -> std::same_as<Fields<S>>;
};

// The entries of a map whose keys are known, each key once; tells of the others.
// `below` gives all keys of this section, to find those that stand at a wrong depth.
MAILREEVE_API std::vector<const Node::Entry*>
known_entries(const Node& map, std::span<const std::string_view> names,
              std::vector<KeyDoc> (*below)(), Diagnostics& diagnostics);

MAILREEVE_API KeyDoc document(std::string path, std::string kind, const Node& initial,
                              std::string_view doc);

template <Section S>
struct Reader<S> {
    static constexpr bool has_short_form = requires { S::short_form; };

    static void read(const Node& node, S& out, Diagnostics& diagnostics)
    {
        if (node.is_map())
            return read_map(node, out, diagnostics);
        if constexpr (has_short_form)
            main_field().read(node, out, diagnostics);
        else
            diagnostics.wrong(node, kind(),
                              "write its keys below it" + diagnostics.reference());
    }

    static Node show(const S& settings)
    {
        std::vector<Node::Entry> entries;
        for (const auto& field : Schema<S>::fields())
            if (auto value = field.show(settings); !value.is_null())
                entries.push_back({std::string{field.name}, std::move(value), {}});
        return Node::map(std::move(entries));
    }

    static std::string kind()
    {
        if constexpr (has_short_form)
            return main_field().kind() + ", or a map";
        return "a map";
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

private:
    static const Field<S>& main_field()
    {
        const auto fields = Schema<S>::fields();
        return *std::ranges::find(fields, S::short_form, &Field<S>::name);
    }

    static std::vector<KeyDoc> keys_below()
    {
        std::vector<KeyDoc> keys;
        describe({}, S{}, keys);
        return keys;
    }

    static void read_map(const Node& node, S& out, Diagnostics& diagnostics)
    {
        const auto fields = Schema<S>::fields();
        const auto errors = diagnostics.errors();
        std::vector<std::string_view> names;
        for (const auto& field : fields)
            names.push_back(field.name);
        for (const auto* entry : known_entries(node, names, keys_below, diagnostics)) {
            const Diagnostics::Within within{diagnostics, entry->key};
            std::ranges::find(fields, entry->key, &Field<S>::name)
                ->read(entry->value, out, diagnostics);
        }
        if constexpr (requires { out.check(node, diagnostics); }) {
            if (diagnostics.errors() == errors)
                out.check(node, diagnostics);
        } else if constexpr (requires { Schema<S>::check(out, node, diagnostics); }) {
            if (diagnostics.errors() == errors)
                Schema<S>::check(out, node, diagnostics);
        }
    }
};

} // namespace mailreeve::config
