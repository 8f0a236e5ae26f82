// The log: takes records without waiting, writes them on a thread of its own.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/log/record.hh"
#include "mailreeve/log/sink.hh"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace mailreeve::log {

// What may wait to be written. What finds no room is dropped, counted, and told of by
// a record (log_dropped) once there is room again.
struct Limits {
    std::size_t records = 16'384;
    std::size_t bytes = std::size_t{8} * 1024 * 1024;
};

struct Statistics {
    std::uint64_t written = 0; // to the sink
    std::uint64_t dropped = 0; // no room
    std::uint64_t failed = 0;  // the sink did not take them
    std::size_t waiting = 0;
};

// Thread-safe. One record, one line, in the order in which they came.
class MAILREEVE_API Log {
public:
    // Records below `least` are not written. `clock` must outlive the log.
    Log(std::unique_ptr<Sink> sink, const Clock& clock, Severity least = Severity::Info,
        Limits limits = {});

    // Writes what waits, as far as the sink takes it. Where the sink may hang
    // (syslog), flush() first and end the process without coming here.
    ~Log();

    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    // For callers that would build a costly record for nothing.
    bool wants(Severity severity) const { return severity >= least_; }

    // Never waits for the sink.
    void write(Severity severity, const Record& record);

    // Waits until all that was written before is with the sink. False when the
    // deadline passes first.
    bool flush(Deadline deadline);

    Statistics statistics() const;

private:
    void push(Entry entry);
    void run(const std::stop_token& stop);
    void write_out(std::vector<Entry>& batch, std::uint64_t lost,
                   const std::stop_token& stop);

    const std::unique_ptr<Sink> sink_;
    const Clock& clock_;
    const Severity least_;
    const Limits limits_;

    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::condition_variable written_;
    std::vector<Entry> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t lost_ = 0; // dropped and not told of yet
    std::uint64_t taken_in_ = 0;
    std::uint64_t done_ = 0; // of those, written or failed
    bool stopping_ = false;
    Statistics statistics_;

    std::jthread writer_; // last: it uses all of the above
};

} // namespace mailreeve::log
