// How a node of any shape becomes a member of a settings struct, and back.
#pragma once

#include "mailreeve/config/diagnostics.hh"
#include "mailreeve/config/limit.hh"
#include "mailreeve/config/node.hh"
#include "mailreeve/config/value.hh"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace mailreeve::config {

// Readers are here for scalars (whatever has a Value), std::optional, std::vector,
// std::map and, for maps that keep their order, std::vector<std::pair>; in field.hh for
// structs with fields(). Lists and maps replace what the default had. An odd shape
// ("servers: system", or a list) specialises Reader for a type of its own:
//
//   template <>
//   struct config::Reader<dns::Servers> {
//       // Tells what is wrong; `out` may then hold anything. `node` is never null.
//       static void read(const Node& node, dns::Servers& out, Diagnostics&
//       diagnostics); static Node show(const dns::Servers& value); // read() takes it
//       back static std::string kind();  // "the word system or a list of addresses"
//   };
//
// and may be made of the others: Reader<std::vector<net::IpAddress>>::read(...).

// One key of the file, as the manual shows it: rbl.lists[].codes.*.points
struct KeyDoc {
    std::string path;
    std::string kind;    // "a duration such as 5s, 10m or 7d, between 1s and 60s"
    std::string initial; // its default in one line of YAML; empty when not set
    std::string doc;     // mdoc
    bool restart = false;
    bool section = false; // its keys follow
};

template <class Limit, class T>
concept LimitOf = requires(const Limit& limit, const T& value)
{
    bool{limit(value)};
};

template <class T>
void describe_below(const std::string& path, const T& initial,
                    std::vector<KeyDoc>& keys);

// Reads a value below a key: null is refused here, limits are held here.
template <class T, class Limit>
void read_value(const Node& node, T& out, Diagnostics& diagnostics, const Limit& limit)
{
    if (node.is_null())
        return diagnostics.no_value(node, Reader<T>::kind());
    const auto errors = diagnostics.errors();
    if constexpr (requires { Reader<T>::read(node, out, diagnostics, limit); })
        Reader<T>::read(node, out, diagnostics, limit);
    else
        Reader<T>::read(node, out, diagnostics);
    if constexpr (LimitOf<Limit, T>) {
        if (diagnostics.errors() == errors && !limit(out))
            diagnostics.outside(node, limit.text());
    }
}

// The same for an item of a list or map; nothing after an error. Only here may T be a
// scalar without a default.
template <class T, class Limit>
std::optional<T> read_item(const Node& node, Diagnostics& diagnostics,
                           const Limit& limit)
{
    const auto errors = diagnostics.errors();
    std::optional<T> value;
    if constexpr (std::default_initializable<T>)
        read_value(node, value.emplace(), diagnostics, limit);
    else
        read_value(node, value, diagnostics, limit);
    return diagnostics.errors() == errors ? std::move(value) : std::nullopt;
}

// write it as a list: [example.net]
MAILREEVE_API std::string as_list(const Node& node);

// The limit for what is inside a container C.
template <class C, class Limit>
constexpr auto inner(const Limit& limit)
{
    if constexpr (requires { limit.limit; })
        return limit.limit; // each()
    else if constexpr (LimitOf<Limit, C>)
        return Anything{};
    else
        return limit;
}

template <class T>
void read_scalar(const Node& node, auto& out, Diagnostics& diagnostics)
{
    auto value = node.is_scalar() ? Value<T>::parse(node.text()) : std::optional<T>{};
    if (value)
        out = std::move(*value);
    else
        diagnostics.wrong(node, std::string{Value<T>::kind()},
                          node.is_scalar() ? problem_with<T>(node.text())
                                           : std::string{});
}

template <Scalar T>
struct Reader<T> {
    static void read(const Node& node, T& out, Diagnostics& diagnostics)
    {
        read_scalar<T>(node, out, diagnostics);
    }
    static Node show(const T& value) { return Node::scalar(Value<T>::print(value)); }
    static std::string kind() { return std::string{Value<T>::kind()}; }
};

// Not set unless the key is written.
template <class T>
struct Reader<std::optional<T>> {
    static void read(const Node& node, std::optional<T>& out, Diagnostics& diagnostics,
                     const auto& limit)
    {
        if constexpr (Scalar<T>)
            read_scalar<T>(node, out, diagnostics);
        else
            out = read_item<T>(node, diagnostics, inner<std::optional<T>>(limit));
    }
    static Node show(const std::optional<T>& value)
    {
        return value ? Reader<T>::show(*value) : Node{};
    }
    static std::string kind() { return Reader<T>::kind(); }
    static void describe(const std::string& path, const std::optional<T>& initial,
                         std::vector<KeyDoc>& keys)
    {
        if constexpr (!Scalar<T>)
            describe_below(path, initial.value_or(T{}), keys);
    }
};

// Keys below a value, for the manual; most values have none.
template <class T>
void describe_below(const std::string& path, const T& initial,
                    std::vector<KeyDoc>& keys)
{
    if constexpr (requires { Reader<T>::describe(path, initial, keys); })
        Reader<T>::describe(path, initial, keys);
}

template <class T>
struct Reader<std::vector<T>> {
    static void read(const Node& node, std::vector<T>& out, Diagnostics& diagnostics,
                     const auto& limit)
    {
        if (!node.is_list())
            return diagnostics.wrong(node, kind(), as_list(node));
        out.clear();
        const auto below = inner<std::vector<T>>(limit);
        for (const auto& item : node.items()) {
            const Diagnostics::Within within{diagnostics};
            if (auto value = read_item<T>(item, diagnostics, below))
                out.push_back(std::move(*value));
        }
    }
    static Node show(const std::vector<T>& value)
    {
        std::vector<Node> items;
        items.reserve(value.size());
        for (const auto& item : value)
            items.push_back(Reader<T>::show(item));
        return Node::list(std::move(items));
    }
    static std::string kind() { return "a list, each item " + Reader<T>::kind(); }
    static void describe(const std::string& path, const std::vector<T>&,
                         std::vector<KeyDoc>& keys)
    {
        if constexpr (!Scalar<T>)
            describe_below(path + "[]", T{}, keys);
    }
};

// A map whose keys are values too, in the order of the file.
template <class K, class V>
struct Reader<std::vector<std::pair<K, V>>> {
    using Pairs = std::vector<std::pair<K, V>>;

    static void read(const Node& node, Pairs& out, Diagnostics& diagnostics,
                     const auto& limit)
    {
        if (!node.is_map())
            return diagnostics.wrong(node, kind());
        out.clear();
        const auto below = inner<Pairs>(limit);
        std::set<std::string> seen;
        for (const auto& entry : node.entries()) {
            auto key = read_key(entry, seen, diagnostics);
            const Diagnostics::Within within{diagnostics, entry.key};
            auto value = read_item<V>(entry.value, diagnostics, below);
            if (key && value)
                out.emplace_back(std::move(*key), std::move(*value));
        }
    }
    static Node show(const Pairs& value)
    {
        std::vector<Node::Entry> entries;
        for (const auto& [key, below] : value)
            entries.push_back({Value<K>::print(key), Reader<V>::show(below), {}});
        return Node::map(std::move(entries));
    }
    static std::string kind()
    {
        return "a map, each key " + Reader<K>::kind() + ", each value " +
               Reader<V>::kind();
    }
    static void describe(const std::string& path, const Pairs&,
                         std::vector<KeyDoc>& keys)
    {
        if constexpr (!Scalar<V>)
            describe_below(path + ".*", V{}, keys);
    }

private:
    // Two spellings of one key are told by the one way in which it is printed.
    static std::optional<K> read_key(const Node::Entry& entry,
                                     std::set<std::string>& seen,
                                     Diagnostics& diagnostics)
    {
        auto key = Value<K>::parse(entry.key);
        if (!key)
            diagnostics.wrong_key(entry, std::string{Value<K>::kind()},
                                  problem_with<K>(entry.key));
        else if (!seen.insert(Value<K>::print(*key)).second)
            diagnostics.duplicate_key(entry);
        return key;
    }
};

// The same, in the order of the keys.
template <class K, class V>
struct Reader<std::map<K, V>> {
    using Map = std::map<K, V>;
    using Pairs = std::vector<std::pair<K, V>>;

    static void read(const Node& node, Map& out, Diagnostics& diagnostics,
                     const auto& limit)
    {
        Pairs pairs;
        Reader<Pairs>::read(node, pairs, diagnostics, inner<Map>(limit));
        out = Map{pairs.begin(), pairs.end()};
    }
    static Node show(const Map& value)
    {
        return Reader<Pairs>::show({value.begin(), value.end()});
    }
    static std::string kind() { return Reader<Pairs>::kind(); }
    static void describe(const std::string& path, const Map&, std::vector<KeyDoc>& keys)
    {
        if constexpr (!Scalar<V>)
            describe_below(path + ".*", V{}, keys);
    }
};

} // namespace mailreeve::config
