// The command line of mailreeve(8).
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mailreeve::milter {

inline constexpr std::string_view usage =
    "usage: mailreeve [-fntV] [-c FILE]\n"
    "  -c FILE  the configuration (/etc/mailreeve/mailreeve.yaml)\n"
    "  -f       log to the standard error output, for people\n"
    "  -n       check the configuration and exit\n"
    "  -t       take over from the daemon that runs, without a gap\n"
    "  -V       print the version and exit\n";

struct Options {
    std::filesystem::path file = "/etc/mailreeve/mailreeve.yaml";
    bool to_stderr = false;
    bool check_only = false;
    bool take_over = false;
    bool version = false;

    bool operator==(const Options&) const = default;
};

// The arguments without the program's name, in the way of getopt(3): -fc FILE, -cFILE,
// "--" ends. Nothing when they are wrong; `problem` then says how.
std::optional<Options> parse_options(std::span<const char* const> arguments,
                                     std::string& problem);

} // namespace mailreeve::milter
