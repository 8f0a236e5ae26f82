// The line of the log in which a verdict explains itself.
#pragma once

#include "mailreeve/base/id.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/log/record.hh"
#include "milter/answer.hh"
#include "policy/verdict.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

// Names of recipients, as many as a line of the log should hold, and how many there
// are.
class Recipients {
public:
    static constexpr std::size_t max_shown = 50;

    void add(const std::string& text)
    {
        if (++count_ <= max_shown)
            shown_.push_back(text);
    }

    const std::vector<std::string>& shown() const { return shown_; }
    std::size_t count() const { return count_; }
    std::size_t hidden() const { return count_ - shown_.size(); }

private:
    std::vector<std::string> shown_;
    std::size_t count_ = 0;
};

struct VerdictRecord {
    std::string id;
    std::string queue_id; // empty: none yet
    Stage stage = Stage::End;
    inspect::Client client;
    inspect::Origin origin = inspect::Origin::Inbound;
    std::string helo;
    std::string sender; // without brackets; empty: the null sender
    Recipients recipients;
    std::string message_id;
    std::string reply;   // what the client hears; empty: nothing
    std::string lacking; // what the MTA would not do
    std::string note;    // "aborted", "poison", ...
    std::vector<std::string>
        differing; // "b@example.net=accept": other than the message
};

inline constexpr std::size_t max_evidence = 1024; // of a line, in bytes

// One line a verdict: `decision` is what was decided, nullptr where nothing was.
log::Record verdict_line(const VerdictRecord& record, const policy::Decision* decision);

// We could not do our work: what was thrown.
log::Record fault_line(const VerdictRecord& record, std::string_view what);

} // namespace mailreeve::milter
