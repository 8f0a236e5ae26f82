// Reading a whole configuration into a settings struct, and printing it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/document.hh"
#include "mailreeve/config/field.hh"
#include "mailreeve/config/print.hh"

#include <filesystem>
#include <string>
#include <utility>

namespace mailreeve::config {

template <class S>
struct Loaded {
    S settings; // worth nothing unless ok()
    Diagnostics diagnostics;
    Node document; // to tell later of a key: document.place("state"), even if not
                   // written

    bool ok() const { return diagnostics.ok(); }
};

// A file is opened once and must be a regular one of at most 1 MiB. Nothing when it
// cannot be read: then `diagnostics` says why, in the words of the system.
MAILREEVE_API std::optional<std::string> read_file(const std::filesystem::path& path,
                                                   Diagnostics& diagnostics);

// A map for all that the file may be: an empty one becomes an empty map, anything else
// that is no map is told.
MAILREEVE_API Node parse_settings(std::string_view text, Diagnostics& diagnostics);

// `name` stands for the file in what is told. Never throws for what the text holds.
template <class S>
Loaded<S> load_text(const std::string& name, std::string text)
{
    if (text.starts_with("\xef\xbb\xbf")) // the mark that some editors write
        text.erase(0, 3);
    Loaded<S> loaded{{}, Diagnostics{name, text}, {}};
    loaded.document = parse_settings(text, loaded.diagnostics);
    if (loaded.ok())
        Reader<S>::read(loaded.document, loaded.settings, loaded.diagnostics);
    return loaded;
}

template <class S>
Loaded<S> load(const std::filesystem::path& path)
{
    Diagnostics unread{path.string(), {}};
    if (auto text = read_file(path, unread))
        return load_text<S>(path.string(), std::move(*text));
    return {{}, std::move(unread), {}};
}

// Every key with its value, as YAML that loads as the same settings. A key without a
// value (an optional that is not set) is left out.
template <class S>
std::string show(const S& settings)
{
    return print(Reader<S>::show(settings));
}

// The value of one path in what Reader::show() gives; nullptr where there is none.
MAILREEVE_API const Node* at_path(const Node& shown, std::string_view path);

// Paths of the keys that a reload cannot change and that differ.
template <class S>
std::vector<std::string> restart_needed(const S& running, const S& loaded)
{
    std::vector<KeyDoc> keys;
    Reader<S>::describe({}, S{}, keys);
    const auto before = Reader<S>::show(running);
    const auto after = Reader<S>::show(loaded);
    std::vector<std::string> paths;
    for (const auto& key : keys) {
        const auto* a = at_path(before, key.path);
        const auto* b = at_path(after, key.path);
        const bool same = a && b ? *a == *b : a == b;
        if (key.restart && !same)
            paths.push_back(key.path);
    }
    return paths;
}

} // namespace mailreeve::config
