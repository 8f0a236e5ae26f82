// From mailreeve.yaml to settings that can be put in force.
#pragma once

#include "mailreeve/config/diagnostics.hh"
#include "mailreeve/rbl/blocklists.hh"
#include "snapshot/settings.hh"
#include "snapshot/start_settings.hh"

#include <filesystem>
#include <string>

namespace mailreeve::snapshot {

struct Configuration {
    StartSettings start;
    Settings settings;
    rbl::Lists lists; // those of settings.rbl, presets resolved
};

struct Loaded {
    Configuration configuration; // worth nothing unless ok()
    config::Diagnostics diagnostics;

    bool ok() const { return diagnostics.ok(); }
};

// Never throws for what is in the file; a file that cannot be read is a diagnostic.
// `catalogue` is that of rbl's presets where the file names none.
Loaded
load(const std::filesystem::path& file,
     const std::filesystem::path& catalogue = rbl::Settings::installed_catalogue());

// The same from a text; `name` stands for the file in what is told.
Loaded load_text(
    const std::string& name, std::string text,
    const std::filesystem::path& catalogue = rbl::Settings::installed_catalogue());

// Every key with its value, as YAML that loads as the same configuration.
std::string show(const Configuration& configuration);

// Paths of the keys that differ and take effect after a restart only.
std::vector<std::string> restart_needed(const Configuration& running,
                                        const Configuration& loaded);

// The keys as mdoc, for mailreeve.yaml(5).
std::string manual();

} // namespace mailreeve::snapshot
