// mailreevectl explain: what would be decided about a message, and why; it changes
// nothing.
#pragma once

#include "ctl/console.hh"
#include "ctl/explanation.hh"
#include "ctl/message_file.hh"
#include "mailreeve/attachment/unpacker.hh"
#include "mailreeve/base/clock.hh"
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
    bool from_outside = false; // an empty client means that nothing is known of it
};

struct ExplainOptions {
    std::filesystem::path file;                  // the configuration
    std::vector<std::filesystem::path> messages; // "-": the standard input
    Scene scene; // without client, user and recipients: as each file says
    std::chrono::seconds known_for{
        0};                      // since this was first tried: for `action: delay`
    std::filesystem::path strip; // where what would be delivered is written: a new
                                 // file, a directory, or "-"; empty: nowhere
};

Exit explain(const ExplainOptions& options, const Console& console);

// What a message is judged with; all of it outlives the call.
struct Bench {
    std::shared_ptr<const snapshot::Snapshot> snapshot;
    attachment::Unpacker* unpacker = nullptr; // none: what holds files stays closed
    const Clock& clock;
};

// Waits for the DNS until `deadline`, for what is in files as long as the settings
// say. The explanation refers to `message`. Throws nothing for what the message is.
Explanation explain(const Bench& bench, const Scene& scene, const MessageFront& message,
                    Deadline deadline);

} // namespace mailreeve::ctl
