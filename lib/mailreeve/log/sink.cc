#include "mailreeve/log/sink.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <poll.h>
#include <syslog.h>
#include <unistd.h>

namespace mailreeve::log {

namespace {

using std::chrono::milliseconds;

// POLLOUT promises a pipe room for PIPE_BUF bytes: more in one write(2) could block.
constexpr std::size_t pipe_room = 4096;
constexpr milliseconds stop_is_seen_after{50};

int priority(Severity severity)
{
    constexpr std::array priorities{LOG_DEBUG,   LOG_INFO, LOG_NOTICE,
                                    LOG_WARNING, LOG_ERR,  LOG_CRIT};
    return priorities[static_cast<std::size_t>(severity)];
}

std::string padded(unsigned value, std::size_t digits)
{
    auto text = std::to_string(value);
    return text.insert(0, digits - std::min(digits, text.size()), '0');
}

std::string timestamp(WallTime time)
{
    const auto at = std::chrono::floor<milliseconds>(time);
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{at - day};
    const auto count = [](auto part) { return static_cast<unsigned>(part.count()); };
    return std::to_string(static_cast<int>(date.year())) + '-' +
           padded(static_cast<unsigned>(date.month()), 2) + '-' +
           padded(static_cast<unsigned>(date.day()), 2) + 'T' +
           padded(count(clock.hours()), 2) + ':' + padded(count(clock.minutes()), 2) +
           ':' + padded(count(clock.seconds()), 2) + '.' +
           padded(count(clock.subseconds()), 3) + 'Z';
}

class DescriptorSink final : public Sink {
public:
    DescriptorSink(int fd, Prefix prefix) : fd_{fd}, prefix_{prefix} {}

    std::size_t write(std::span<const Entry> entries,
                      const std::stop_token& stop) override
    {
        std::size_t written = 0;
        for (const auto& entry : entries) {
            const bool done = write_line(broken_ + line(entry), stop);
            written += done ? 1 : 0;
            if (!done && stop.stop_requested())
                break;
        }
        return written;
    }

private:
    std::string line(const Entry& entry) const
    {
        switch (prefix_) {
        case Prefix::Time:
            return timestamp(entry.time) + ' ' + entry.text + '\n';
        case Prefix::Priority:
            return '<' + std::to_string(priority(entry.severity)) + '>' + entry.text +
                   '\n';
        case Prefix::None:
            break;
        }
        return entry.text + '\n';
    }

    bool write_line(std::string_view rest, const std::stop_token& stop)
    {
        while (!rest.empty()) {
            if (!wait_for_room(stop))
                return false;
            const auto size = std::min(rest.size(), pipe_room);
            const auto done = ::write(fd_, rest.data(), size);
            if (done >= 0) {
                rest.remove_prefix(static_cast<std::size_t>(done));
                broken_ = rest.empty() ? "" : "\n";
            } else if (errno != EINTR && errno != EAGAIN) {
                return false;
            }
        }
        return true;
    }

    bool wait_for_room(const std::stop_token& stop) const
    {
        for (;;) {
            pollfd room{fd_, POLLOUT, 0};
            const int ready =
                ::poll(&room, 1, static_cast<int>(stop_is_seen_after.count()));
            if (ready > 0)
                return (room.revents & (POLLERR | POLLNVAL)) == 0;
            if ((ready < 0 && errno != EINTR) || stop.stop_requested())
                return false;
        }
    }

    int fd_;
    Prefix prefix_;
    std::string broken_; // ends the line that was begun and not finished
};

class SyslogSink final : public Sink {
public:
    explicit SyslogSink(std::string program) : program_{std::move(program)}
    {
        openlog(program_.c_str(), LOG_PID | LOG_NDELAY, LOG_MAIL); // keeps the pointer
    }
    ~SyslogSink() override { closelog(); }
    SyslogSink(const SyslogSink&) = delete;
    SyslogSink& operator=(const SyslogSink&) = delete;

    std::size_t write(std::span<const Entry> entries,
                      const std::stop_token& stop) override
    {
        std::size_t written = 0;
        for (const auto& entry : entries) {
            if (stop.stop_requested() && written >= last_records)
                break;
            syslog(LOG_MAIL | priority(entry.severity), "%s", entry.text.c_str());
            ++written;
        }
        return written;
    }

private:
    static constexpr std::size_t last_records = 1000; // when we are told to stop

    std::string program_;
};

} // namespace

std::unique_ptr<Sink> descriptor_sink(int fd, Prefix prefix)
{
    return std::make_unique<DescriptorSink>(fd, prefix);
}

std::unique_ptr<Sink> syslog_sink(std::string program)
{
    return std::make_unique<SyslogSink>(std::move(program));
}

} // namespace mailreeve::log
