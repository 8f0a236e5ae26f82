// mailreevectl check: all that can be found wrong before mail does.
#pragma once

#include "ctl/console.hh"

#include <chrono>
#include <filesystem>

namespace mailreeve::ctl {

// What is looked at.
enum class Scope {
    All,
    Bounces, // what they need to prove themselves
};

struct CheckOptions {
    std::filesystem::path file;
    std::filesystem::path postconf; // the program; empty: where it usually is
    std::filesystem::path postfix;  // its configuration directory; empty: its own
    bool ask_dns = true;
    std::chrono::milliseconds patience{10'000}; // for all lists together
    Scope scope = Scope::All;
};

// Configuration when there is an error; warnings alone are Ok.
Exit check(const CheckOptions& options, const Console& console);

} // namespace mailreeve::ctl
