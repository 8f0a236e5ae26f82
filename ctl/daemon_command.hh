// mailreevectl status, metrics, reload, stop: asking the daemon that runs.
#pragma once

#include "control/protocol.hh"
#include "ctl/console.hh"

#include <filesystem>

namespace mailreeve::ctl {

// Prints the reply: on console.out what was asked for, on console.err why it could not
// be had.
Exit ask_daemon(const std::filesystem::path& socket, const control::Request& request,
                const Console& console);

// The same, over the socket that the configuration names. One that is wrong by now is
// no reason not to ask: errors in other keys leave `control` as it is written, and a
// file that cannot be read at all leaves the default.
Exit ask_daemon_of(const std::filesystem::path& file, const control::Request& request,
                   const Console& console);

} // namespace mailreeve::ctl
