// mailreevectl rbl: the catalogue of DNS lists, and one list tried.
#pragma once

#include "ctl/console.hh"
#include "mailreeve/rbl/blocklists.hh"
#include "mailreeve/rbl/catalogue.hh"

#include <filesystem>
#include <string>

namespace mailreeve::ctl {

// What can be named by `use`, then what must not be asked any more.
void print(const rbl::Catalogue& catalogue, const Console& console);

// The lists, and every preset that needs no key and is not among them. Throws
// std::runtime_error when the catalogue cannot be read.
rbl::Lists with_presets(rbl::Lists lists, const std::filesystem::path& catalogue);

Exit list_catalogue(const std::filesystem::path& file, const Console& console);

// Tries one list, by its name or zone: of the configuration, or of the catalogue.
Exit try_list(const std::filesystem::path& file, const std::string& name,
              const Console& console);

} // namespace mailreeve::ctl
