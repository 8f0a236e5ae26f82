// A log sink that keeps what it is given, and waits when a test says so. Thread-safe.
#pragma once

#include "mailreeve/log/sink.hh"

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace mailreeve::test {

// What outlives the sink, which the log owns.
class MemoryLines {
public:
    std::vector<std::string> all() const
    {
        const std::lock_guard lock{mutex_};
        return lines_;
    }

    // The sink takes nothing until release(); returns once it hangs on a record.
    void block()
    {
        const std::lock_guard lock{mutex_};
        blocked_ = true;
    }
    void wait_until_hanging()
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return hanging_; });
    }
    void release()
    {
        const std::lock_guard lock{mutex_};
        blocked_ = false;
        changed_.notify_all();
    }

    void take(std::span<const log::Entry> entries)
    {
        std::unique_lock lock{mutex_};
        hanging_ = blocked_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !blocked_; });
        hanging_ = false;
        for (const auto& entry : entries)
            lines_.push_back(std::string{log::name(entry.severity)} + ' ' + entry.text);
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
    bool blocked_ = false;
    bool hanging_ = false;
};

// Lines read "info <record>".
class MemorySink final : public log::Sink {
public:
    explicit MemorySink(MemoryLines& lines) : lines_{lines} {}

    std::size_t write(std::span<const log::Entry> entries,
                      const std::stop_token& /*stop*/) override
    {
        lines_.take(entries);
        return entries.size();
    }

private:
    MemoryLines& lines_;
};

} // namespace mailreeve::test
