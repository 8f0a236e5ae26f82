// mailreevectl config show: every key with its value.
#pragma once

#include "ctl/console.hh"

#include <filesystem>

namespace mailreeve::ctl {

// As YAML that loads as the same configuration.
Exit show_settings(const std::filesystem::path& file, const Console& console);
Exit show_defaults(const Console& console);

} // namespace mailreeve::ctl
