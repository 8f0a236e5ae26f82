#include "milter/daemon.hh"

#include "mailreeve/base/thread.hh"
#include "milter/process.hh"

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

#include <unistd.h>

namespace mailreeve::milter {

namespace {

using namespace std::chrono_literals;
using log::Record;
using log::Severity;

constexpr auto between_counts = 100ms;
constexpr auto between_tries = 100ms;
constexpr auto first_proof = 30s; // how long it may take until we answer ourselves
constexpr std::chrono::microseconds unwatched{60s}; // without WatchdogSec=
constexpr int most_misses = 4;                      // systemd is quicker: after 3
constexpr auto log_patience = 2s;
constexpr auto successor_patience = 10s;

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

} // namespace

std::string_view name(Phase phase)
{
    switch (phase) {
    case Phase::Starting:
        return "starting";
    case Phase::Serving:
        return "serving";
    case Phase::Draining:
        break;
    }
    return "draining";
}

Daemon::Daemon(Means means)
    : means_{std::move(means)}, started_{means_.clock.wall()}, began_{
                                                                   means_.clock.now()}
{
}

void Daemon::tell(Severity severity, const Record& record) const
{
    means_.log.write(severity, record);
}

// A thread that fails leaves the daemon half alive: then it ends, and is restarted.
void Daemon::thread(const char* name, void (Daemon::*body)(const std::stop_token&))
{
    const std::lock_guard lock{threads_mutex_};
    threads_.push_back(start_thread(
        name, [this, body](const std::stop_token& stop) { (this->*body)(stop); },
        [this, name](const std::string& what) {
            tell(Severity::Critical,
                 Record{"thread_failed"}.with("thread", name).with("why", what));
            finish(Exit::Software);
        }));
}

void Daemon::run()
{
    thread("signals", &Daemon::watch_signals);
    thread("descriptors", &Daemon::watch_descriptors);
    thread("maintenance", &Daemon::look_after);
    thread("service", &Daemon::begin_service);
    means_.intake.serve();
    tell(Severity::Critical,
         Record{"libmilter_failed"}.with("why", "it accepts no more connections"));
    finish(Exit::Software);
}

void Daemon::watch_signals(const std::stop_token& stop)
{
    while (const auto signal = means_.signals.next(stop)) {
        if (*signal == Signal::Stop) {
            if (begin_leaving())
                leave("signal");
        } else if (!leaving_) {
            reload();
        }
    }
}

void Daemon::look_after(const std::stop_token& stop)
{
    repeat(means_.look_after_every, stop, [this] { means_.look_after(); });
}

void Daemon::watch_descriptors(const std::stop_token& stop)
{
    const auto tell_supply = [this](Supply supply, const DescriptorUse& use) {
        constexpr std::array events{"descriptors_short", "descriptors_free",
                                    "descriptors_below_use"};
        const auto severity = supply == Supply::Enough  ? Severity::Notice
                              : supply == Supply::Short ? Severity::Error
                                                        : Severity::Critical;
        tell(severity, Record{events.at(static_cast<std::size_t>(supply))}
                           .with("open", use.open)
                           .with("limit", use.limit));
        shortages_ += supply == Supply::Short ? 1U : 0U;
        if (supply == Supply::BelowUse)
            finish(Exit::Software);
    };
    ShortageGuard guard{means_.intake, descriptor_limit(), tell_supply};
    repeat(between_counts, stop, [&guard] { guard.look(); });
}

Probe Daemon::shake_hands(std::chrono::milliseconds patience) const
{
    const auto address = SocketAddress::of(means_.foothold.listener.descriptor());
    return address ? probe(*address, patience) : Probe::Refused;
}

// Throws StartRefused when nobody answers for too long.
void Daemon::prove_service()
{
    const auto end = means_.clock.now() + first_proof;
    for (;;) {
        const auto found = shake_hands(1s);
        if (found == Probe::Barred)
            tell(Severity::Warning,
                 Record{"not_proved"}
                     .with("listen", means_.foothold.listener.address())
                     .with("why", "we may not connect to our own socket"));
        if (found == Probe::Answered || found == Probe::Barred)
            return;
        if (means_.clock.now() > end)
            throw StartRefused{Exit::Software,
                               "no answer on " + means_.foothold.listener.address()};
        std::this_thread::sleep_for(between_tries);
    }
}

void Daemon::begin_service(const std::stop_token& stop)
{
    auto& foothold = means_.foothold;
    prove_service();
    if (foothold.predecessor) {
        const bool same = foothold.listener.source() == Listener::Source::Predecessor;
        foothold.predecessor->drain(same ? Keeps::Listener : Keeps::Nothing);
        prove_service(); // until now the old one may have answered
        foothold.predecessor->dismiss();
        foothold.listener.own_path();
        foothold.lock.sign();
    }
    means_.when_serving();
    phase_ = Phase::Serving;
    thread("successors", &Daemon::serve_successors);
    const auto status = "serving " + foothold.listener.address();
    means_.notifier.ready(status);
    if (foothold.listener.source() != Listener::Source::Systemd)
        means_.notifier.keep(foothold.listener.descriptor(), kept_socket);
    tell(Severity::Notice, Record{"serving"}
                               .with("listen", foothold.listener.address())
                               .with("version", means_.version)
                               .with("sessions", means_.admission.limits().sessions)
                               .with("took_over", foothold.predecessor.has_value()));
    watch_service(stop);
}

// Whether or not somebody supervises us: a daemon that does not answer is worse than
// none, for which no MTA waits.
void Daemon::watch_service(const std::stop_token& stop)
{
    const auto interval = means_.watchdog.value_or(unwatched) / 3;
    const auto patience = std::min<std::chrono::milliseconds>(
        10s, std::chrono::duration_cast<std::chrono::milliseconds>(interval));
    const Notifier nobody;
    const Watchdog watchdog{means_.watchdog ? means_.notifier : nobody,
                            [this] { return means_.intake.is_shut(); },
                            [this, patience] { return shake_hands(patience); }};
    int misses = 0;
    repeat(interval, stop, [&] {
        misses = watchdog.look() == Watchdog::State::Alive ? 0 : misses + 1;
        if (misses == 0)
            return;
        tell(Severity::Error, Record{"no_answer"}
                                  .with("listen", means_.foothold.listener.address())
                                  .with("times", misses));
        if (misses >= most_misses)
            finish(Exit::Software);
    });
}

Heritage Daemon::heritage()
{
    Heritage heritage;
    heritage.is_stopping = [this] { return leaving_.load(); };
    heritage.listener = means_.foothold.listener.descriptor();
    heritage.lock = means_.foothold.lock.descriptor();
    heritage.pause = [this] { means_.intake.shut(Intake::Reason::Draining); };
    heritage.resume = [this] {
        tell(Severity::Warning, Record{"successor_failed"});
        if (!leaving_)
            means_.intake.open(Intake::Reason::Draining);
    };
    return heritage;
}

void Daemon::serve_successors(const std::stop_token& stop)
{
    const TakeoverDoor door{means_.foothold.state};
    const auto what_we_leave = heritage();
    std::optional<Keeps> taken;
    while (!taken && !stop.stop_requested()) {
        const auto connection = door.accept(stop);
        handing_over_ = true;
        taken = hand_over(connection, what_we_leave);
        if (taken == Keeps::Listener)
            means_.foothold.listener.give_away();
        if (taken)
            means_.foothold.lock.give_away();
        handing_over_ = false;
    }
    if (!stop.stop_requested() && begin_leaving())
        leave("successor");
}

Reload Daemon::reload()
{
    const std::lock_guard lock{reloading_};
    means_.notifier.reloading();
    auto result = means_.reload();
    ++(result.done ? reloads_ : reloads_failed_);
    if (result.done)
        tell(Severity::Notice,
             Record{"reloaded"}
                 .with("generation", result.generation)
                 .with("needs_restart", joined(result.needs_restart)));
    else
        tell(Severity::Error, Record{"reload_failed"}
                                  .with("generation", result.generation)
                                  .with("why", result.text, 4096));
    means_.notifier.ready("serving " + means_.foothold.listener.address());
    return result;
}

Status Daemon::status() const
{
    Status status;
    status.version = means_.version;
    status.process = ::getpid();
    status.phase = phase_;
    status.started = started_;
    status.uptime =
        std::chrono::duration_cast<std::chrono::seconds>(means_.clock.now() - began_);
    status.listen = means_.foothold.listener.address();
    status.intake_shut = means_.intake.is_shut();
    status.shortages = shortages_;
    status.reloads = reloads_;
    status.reloads_failed = reloads_failed_;
    status.inside = means_.admission.count();
    status.limits = means_.admission.limits();
    const auto use = DescriptorCount{}.now();
    status.descriptors = use.open;
    status.descriptor_limit = use.limit;
    status.resident_bytes = resident_bytes();
    return status;
}

void Daemon::stop()
{
    ::kill(::getpid(), SIGTERM);
}

bool Daemon::begin_leaving()
{
    return !leaving_.exchange(true);
}

void Daemon::leave(std::string_view why)
{
    phase_ = Phase::Draining;
    means_.intake.shut(Intake::Reason::Draining);
    means_.notifier.stopping("finishing messages");
    const auto inside = means_.admission.count();
    tell(Severity::Notice, Record{"draining"}
                               .with("why", why)
                               .with("messages", inside.messages)
                               .with("sessions", inside.sessions));
    const auto drained = drain(
        means_.admission, means_.clock, means_.drain,
        [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); });
    tell(drained.cut_off > 0 ? Severity::Warning : Severity::Notice,
         Record{"drained"}
             .with("cut_off", drained.cut_off)
             .with("sessions_left", drained.abandoned)
             .with("took", std::chrono::microseconds{drained.took}));
    // A successor that has our listener but has not said so must not lose its path.
    const auto end = means_.clock.now() + successor_patience;
    while (handing_over_ && means_.clock.now() < end)
        std::this_thread::sleep_for(between_tries);
    means_.before_exit();
    finish(Exit::Ok);
}

// Sessions may still be in a callback: nothing is destroyed under them.
void Daemon::finish(Exit status)
{
    // systemd holds the socket over a restart: it must still have its name then.
    if (!means_.notifier.is_heard())
        means_.foothold.listener.remove_path();
    means_.log.flush(means_.clock.now() + log_patience);
    ::_exit(static_cast<int>(status));
}

} // namespace mailreeve::milter
