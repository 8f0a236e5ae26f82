// The catalogue: what is known of public DNS lists, living and dead.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/diagnostics.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/rbl/settings.hh"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::rbl {

// A list that can be named by `use`.
struct MAILREEVE_API Preset {
    std::string title;
    std::string zone;     // with {key} where it cannot be asked without
    std::string key_zone; // where it is asked with a key; empty: it takes none
    Standing kind = Standing::Deny;
    std::vector<Subject> ask{Subject::Client};
    std::vector<net::Family> families{net::Family::V4};
    std::string symbol;
    Codes codes;
    std::vector<CodeMatch> refusals;
    std::string page;   // look-up, with {ip}
    std::string remove; // where a listing is taken off
    std::string terms;  // of use
    std::string alive;  // what speaks for its being alive
    std::string note;
    std::string unsupported; // why it cannot be used; empty: it can

    static config::Fields<Preset> fields();
    bool operator==(const Preset&) const = default;
};

// A list that must not be asked any more.
struct MAILREEVE_API DeadList {
    std::vector<std::string> names; // by which `use` might call it
    std::vector<std::string> zones; // "*.example.net": it and all below
    int year = 0;                   // 0: not known
    std::string story;
    bool listed_the_world = false;

    static config::Fields<DeadList> fields();
    bool operator==(const DeadList&) const = default;
};

struct MAILREEVE_API Catalogue {
    std::vector<std::pair<std::string, Preset>> lists;
    std::vector<DeadList> dead;

    // nullptr when there is none. They live as long as the catalogue.
    const Preset* find(std::string_view name) const;
    const std::string* name_of_zone(std::string_view zone) const;
    const DeadList* find_dead(std::string_view name) const;
    const DeadList* find_dead_zone(std::string_view zone) const;

    static config::Fields<Catalogue> fields();
    bool operator==(const Catalogue&) const = default;
};

// Nothing when the file cannot be read or is wrong: then `problem` says why.
MAILREEVE_API std::optional<Catalogue> load_catalogue(const std::filesystem::path& file,
                                                      std::string& problem);

} // namespace mailreeve::rbl
