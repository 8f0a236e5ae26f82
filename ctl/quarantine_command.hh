// mailreevectl quarantine: what is kept, and giving it back.
#pragma once

#include "ctl/console.hh"

#include <filesystem>
#include <string>

namespace mailreeve::ctl {

// Parts of addresses, in any case of ASCII; empty: all.
struct QuarantineFilter {
    std::string to; // any recipient, also one who got the message
    std::string from;
};

enum class QuarantineVerb { List, Show, Export };

struct QuarantineOptions {
    QuarantineVerb verb = QuarantineVerb::List;
    QuarantineFilter filter;
    std::string id;               // as listed: 1B7K0Q2M9XW3T, 1B7K0Q2M9XW3T-2
    std::filesystem::path output; // of export; empty: the standard output
};

// Of the daemon with that state directory, running or not, with the rights of the
// directory's owner; nothing is changed. What cannot be read is listed with the reason,
// whatever the filter.
Exit list_quarantine(const std::filesystem::path& state, const QuarantineFilter& filter,
                     const Console& console);

// What is known of one message; nothing of its content but the subject.
Exit show_quarantined(const std::filesystem::path& state, const std::string& id,
                      const Console& console);

// The message as it came, byte for byte, once all of it has proved to be whole: into a
// new file of mode 0600, or to console.out.
Exit export_quarantined(const std::filesystem::path& state, const std::string& id,
                        const std::filesystem::path& output, const Console& console);

// The state directory is that of the configuration `file`. Messages are not written to
// a terminal.
Exit quarantine(const std::filesystem::path& file, const QuarantineOptions& options,
                const Console& console);

} // namespace mailreeve::ctl
