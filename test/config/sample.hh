// A configuration of every shape that the room can read, for its tests.
#pragma once

#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"
#include "mailreeve/net/network_set.hh"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace mailreeve::test {

enum class Action { Accept, Score, Defer, Reject };

// missing: 3        or        missing: {action: score, points: 3}
struct Rule {
    Action action = Action::Score;
    int points = 5;

    static constexpr std::string_view short_form = "points";
    static config::Fields<Rule> fields();
    bool operator==(const Rule&) const = default;
};

struct ReverseDns {
    Rule missing;
    Rule dynamic{Action::Accept, 1};
    net::NetworkSet exempt;

    static config::Fields<ReverseDns> fields();
    bool operator==(const ReverseDns&) const = default;
};

struct Code {
    int points = 1;
    std::optional<std::string> symbol;

    static constexpr std::string_view short_form = "points";
    static config::Fields<Code> fields();
    bool operator==(const Code&) const = default;
};

struct List {
    std::string zone;
    std::vector<std::pair<net::IpAddress, Code>> codes;
    bool ask = true;

    static config::Fields<List> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const List&) const = default;
};

// servers: system       or       servers: [192.0.2.53]
struct System {
    bool operator==(const System&) const = default;
};
using Servers = std::variant<System, std::vector<net::IpAddress>>;

struct Dns {
    Servers servers;
    std::chrono::milliseconds budget{4000};
    std::optional<net::IpAddress> source;

    static config::Fields<Dns> fields();
    bool operator==(const Dns&) const = default;
};

struct Scoring {
    int spam = 5;
    int surespam = 10;

    static config::Fields<Scoring> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const Scoring&) const = default;
};

struct Sample {
    std::string hostname;
    std::filesystem::path state = "/var/lib/sample";
    std::vector<std::string> domains;
    std::vector<net::Network> networks;
    Dns dns;
    ReverseDns reverse_dns;
    std::vector<List> lists;
    Scoring scoring;
    std::map<std::string, std::chrono::seconds> retention;
    config::Size memory{64 * 1024};
    unsigned workers = 4;
    std::int64_t offset = -1;
    std::vector<unsigned> ports{25, 587};

    static config::Fields<Sample> fields();
    bool operator==(const Sample&) const = default;
};

} // namespace mailreeve::test
