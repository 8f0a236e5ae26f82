// mailreevectl explain: what would be decided about a message, and why; it changes
// nothing.
#pragma once

#include "ctl/console.hh"
#include "ctl/message_file.hh"
#include "snapshot/snapshot.hh"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mailreeve::ctl {

// Who brought the message, as SMTP would have told.
struct Scene {
    std::string client; // its address; empty: handed in on this host
    std::string name;   // {client_name} that the MTA has found; empty: unknown
    std::string helo;
    std::string sender;                  // empty: the null sender
    std::vector<std::string> recipients; // at least one
    std::string authenticated;           // the user; empty: nobody
    std::string daemon_name;             // {daemon_name}; may be empty
};

struct ExplainOptions {
    std::filesystem::path file;    // the configuration
    std::filesystem::path message; // "-": the standard input
    Scene scene;
    std::chrono::seconds known_for{
        0}; // since this was first tried: for `action: delay`
};

Exit explain(const ExplainOptions& options, const Console& console);

// With a given snapshot and message. Waits for the DNS until `deadline`.
Exit explain(const std::shared_ptr<const snapshot::Snapshot>& snapshot,
             const Scene& scene, const MessageFront& message, Deadline deadline,
             const Console& console);

} // namespace mailreeve::ctl
