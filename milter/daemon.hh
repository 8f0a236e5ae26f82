// The running daemon: its threads, from the first connection to the end of the process.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/log/log.hh"
#include "milter/admission.hh"
#include "milter/drain.hh"
#include "milter/foothold.hh"
#include "milter/intake.hh"
#include "milter/notify.hh"
#include "milter/operations.hh"
#include "milter/shortage.hh"
#include "milter/signals.hh"
#include "milter/start_refused.hh"
#include "milter/watchdog.hh"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace mailreeve::milter {

// References outlive the daemon, which does not end before the process.
struct Means {
    Foothold& foothold;
    Intake& intake;
    Admission& admission;
    const Signals& signals;
    const Notifier& notifier;
    const Clock& clock;
    log::Log& log;
    std::chrono::milliseconds drain{15'000};
    std::optional<std::chrono::microseconds> watchdog; // how often systemd wants a sign
    std::function<Reload()> reload;
    std::function<void()> when_serving; // once we answer, alone: on the service thread
    std::function<void()> look_after;   // from time to time, alone: keys, what expires
    std::chrono::minutes look_after_every{10};
    std::function<void()> before_exit; // once no message is under way; bounded
    std::string version;
};

class Daemon final : public Operations {
public:
    explicit Daemon(Means means);

    // Serves until it is told to stop. libmilter's threads cannot be ended one by one,
    // so the process ends here, with everything that it holds.
    [[noreturn]] void run();

    Status status() const override;
    Reload reload() override;
    void stop() override;

private:
    void watch_signals(const std::stop_token& stop);
    void look_after(const std::stop_token& stop);
    void watch_descriptors(const std::stop_token& stop);
    void begin_service(const std::stop_token& stop);
    void prove_service();
    void watch_service(const std::stop_token& stop);
    void serve_successors(const std::stop_token& stop);
    void thread(const char* name, void (Daemon::*body)(const std::stop_token&));

    Heritage heritage();
    bool begin_leaving();
    [[noreturn]] void leave(std::string_view why);
    [[noreturn]] void finish(Exit status);

    Probe shake_hands(std::chrono::milliseconds patience) const;
    void tell(log::Severity severity, const log::Record& record) const;

    Means means_;
    WallTime started_;
    Deadline began_;
    std::atomic<Phase> phase_{Phase::Starting};
    std::atomic<std::uint64_t> shortages_{0};
    std::atomic<std::uint64_t> reloads_{0};
    std::atomic<std::uint64_t> reloads_failed_{0};
    std::atomic<bool> leaving_{false};
    std::atomic<bool> handing_over_{false}; // the end waits for one who is half way
    std::mutex reloading_;
    std::mutex threads_mutex_;
    std::vector<std::jthread> threads_; // last: they use all of the above
};

} // namespace mailreeve::milter
