// From the `rbl` section and the catalogue to the lists that are asked.
#pragma once

#include "mailreeve/config/diagnostics.hh"
#include "mailreeve/config/node.hh"
#include "mailreeve/rbl/blocklists.hh"
#include "mailreeve/rbl/catalogue.hh"
#include "mailreeve/rbl/settings.hh"

namespace mailreeve::rbl {

// `settings` must have been read from `written` without an error; what is wrong is told
// at its place there. Lists that are wrong are left out.
MAILREEVE_API Lists resolve(const Settings& settings, const Catalogue& catalogue,
                            const config::Node& written,
                            config::Diagnostics& diagnostics);

// The same with the catalogue that the settings name, read when there are lists. One
// that cannot be read is an error where a preset is used, otherwise a warning: a dead
// list would not be known as one.
MAILREEVE_API Lists resolve(const Settings& settings, const config::Node& written,
                            config::Diagnostics& diagnostics);

} // namespace mailreeve::rbl
