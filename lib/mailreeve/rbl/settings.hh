// The `rbl` section of mailreeve.yaml.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rbl/code.hh"
#include "mailreeve/rbl/limits.hh"
#include "mailreeve/rbl/list.hh"
#include "mailreeve/score/points.hh"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::rbl {

// What one code, or all codes of one match, is worth.
struct MAILREEVE_API CodeSettings {
    std::optional<score::Points> points; // not set: those of the list
    std::string symbol;                  // empty: that of the list
    std::string text;

    static constexpr std::string_view short_form = "points"; // "127.0.0.2: 4" will do
    static config::Fields<CodeSettings> fields();
    bool operator==(const CodeSettings&) const = default;
};

using Codes = std::vector<std::pair<CodeMatch, CodeSettings>>;

enum class Standing { Deny, Allow, Mixed }; // `kind`; mixed: some codes speak for

enum class Override { Never };

// One list: a preset of the catalogue, a zone, or a preset with keys of its own.
struct MAILREEVE_API ListSettings {
    std::optional<std::string> use;
    std::optional<std::string> zone;
    std::optional<std::string> key;
    std::optional<std::string> name;
    std::optional<std::string> title;
    std::optional<std::string> symbol;
    std::optional<std::string> page;
    std::optional<Standing> kind;
    std::vector<Subject> ask;          // empty: that of the preset, or the client
    std::vector<net::Family> families; // empty: those of the preset, or both
    std::optional<score::Points> points;
    Codes codes;
    std::vector<CodeMatch> refusals;
    Action action = Action::Score;
    std::optional<std::chrono::minutes> delay;
    std::optional<Override> override_; // the key is `override`

    static constexpr std::string_view short_form = "use"; // "- spamcop" will do
    static config::Fields<ListSettings> fields();
    // What can be said without the catalogue.
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const ListSettings&) const = default;
};

struct MAILREEVE_API Settings {
    std::vector<ListSettings> lists;
    score::Points allow_limit = score::Points::hundredths(500);
    std::filesystem::path catalogue = installed_catalogue();
    HealthLimits silence;       // takes effect after a restart
    FirstSeenLimits first_seen; // the same

    static std::filesystem::path installed_catalogue();
    static config::Fields<Settings> fields();
    bool operator==(const Settings&) const = default;
};

inline constexpr std::size_t max_lists = 64; // each costs a query a client

} // namespace mailreeve::rbl
