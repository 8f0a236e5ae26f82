#include "mailreeve/log/log.hh"

#include "mailreeve/base/thread.hh"

#include <utility>

#include <syslog.h>

namespace mailreeve::log {

Log::Log(std::unique_ptr<Sink> sink, const Clock& clock, Severity least, Limits limits)
    : sink_{std::move(sink)}, clock_{clock}, least_{least}, limits_{limits},
      writer_{start_thread(
          "log", [this](const std::stop_token& stop) { run(stop); },
          // The log itself is what failed: the system's is the one that is left.
          [](const std::string& what) {
              syslog(LOG_MAIL | LOG_CRIT, "log: %s", what.c_str());
          })}
{
}

Log::~Log()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    writer_.request_stop();
    filled_.notify_all();
    writer_.join(); // before the members that it uses go
}

void Log::write(Severity severity, const Record& record)
{
    if (wants(severity))
        push({severity, clock_.wall(), record.text()});
}

void Log::push(Entry entry)
{
    bool first = false;
    {
        const std::lock_guard lock{mutex_};
        const auto bytes = waiting_bytes_ + entry.text.size();
        if (taken_in_ - done_ >= limits_.records || bytes > limits_.bytes) {
            ++lost_;
            ++statistics_.dropped;
            return;
        }
        first = waiting_.empty();
        waiting_bytes_ = bytes;
        waiting_.push_back(std::move(entry));
        ++taken_in_;
    }
    if (first) // otherwise the writer has been told already
        filled_.notify_one();
}

void Log::run(const std::stop_token& stop)
{
    std::unique_lock lock{mutex_};
    for (;;) {
        filled_.wait(lock,
                     [this] { return stopping_ || lost_ > 0 || !waiting_.empty(); });
        if (lost_ == 0 && waiting_.empty())
            return;
        std::vector<Entry> batch;
        batch.swap(waiting_);
        const auto lost = std::exchange(lost_, 0);
        lock.unlock();
        write_out(batch, lost, stop);
        lock.lock();
        written_.notify_all();
    }
}

void Log::write_out(std::vector<Entry>& batch, std::uint64_t lost,
                    const std::stop_token& stop)
{
    const auto taken = batch.size();
    if (lost > 0)
        batch.push_back({Severity::Warning, clock_.wall(),
                         Record{"log_dropped"}.with("records", lost).text()});
    const auto written = sink_->write(batch, stop);
    const std::lock_guard lock{mutex_};
    for (std::size_t i = 0; i < taken; ++i)
        waiting_bytes_ -= batch[i].text.size();
    done_ += taken;
    statistics_.written += written;
    statistics_.failed += batch.size() - written;
}

bool Log::flush(Deadline deadline)
{
    std::unique_lock lock{mutex_};
    const auto all = taken_in_;
    return written_.wait_until(lock, deadline, [&] { return done_ >= all; });
}

Statistics Log::statistics() const
{
    const std::lock_guard lock{mutex_};
    auto statistics = statistics_;
    statistics.waiting = static_cast<std::size_t>(taken_in_ - done_);
    return statistics;
}

} // namespace mailreeve::log
