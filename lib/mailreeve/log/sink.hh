// Where records go: a descriptor (stderr, the journal behind it) or syslog.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/log/record.hh"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace mailreeve::log {

struct Entry {
    Severity severity = Severity::Info;
    WallTime time;
    std::string text; // one line, without its end
};

// Called by one thread at a time.
class Sink {
public:
    virtual ~Sink() = default;

    // Writes them in order and returns how many are out. May wait for its reader; once
    // `stop` is requested only as long as it cannot help it.
    virtual std::size_t write(std::span<const Entry> entries,
                              const std::stop_token& stop) = 0;
};

enum class Prefix {
    None,
    Time,     // 2026-11-22T13:45:07.123Z: for people at a terminal
    Priority, // <6>: the journal takes it off stderr (systemd.exec, SyslogLevelPrefix=)
};

// `fd` stays the caller's and open as long as the sink is there. It is waited for by
// poll(2), not set to non-blocking: stderr is shared with whoever started us. A reader
// that is gone costs its records, not the process: SIGPIPE must be ignored.
MAILREEVE_API std::unique_ptr<Sink> descriptor_sink(int fd, Prefix prefix);

// syslog(3), facility mail, under the name `program`. syslog(3) cannot be interrupted
// while the system's log daemon hangs.
MAILREEVE_API std::unique_ptr<Sink> syslog_sink(std::string program);

} // namespace mailreeve::log
