// mailreevectl lookup: what reverse DNS and the lists say about an address or a name.
#pragma once

#include "ctl/console.hh"
#include "ctl/list_query.hh"

#include <filesystem>
#include <string>

namespace mailreeve::ctl {

struct LookupOptions {
    std::filesystem::path file;
    std::string what;         // an address or a domain
    bool all_presets = false; // every list of the catalogue that takes no key
};

Exit lookup(const LookupOptions& options, const Console& console);

// The same with given means; `what` as in the options. Waits until `deadline`.
Exit lookup(const std::string& what, const rbl::Lists& lists, const Asking& asking,
            Deadline deadline, const Console& console);

} // namespace mailreeve::ctl
