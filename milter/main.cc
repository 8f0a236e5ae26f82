// mailreeve(8): from the command line to a daemon that serves.

#include "control/server.hh"
#include "milter/callbacks.hh"
#include "milter/daemon.hh"
#include "milter/filter.hh"
#include "milter/options.hh"
#include "milter/process.hh"
#include "milter/reception.hh"
#include "snapshot/load.hh"

#include <cstdio>
#include <exception>
#include <memory>
#include <span>

#include <unistd.h>

namespace mailreeve::milter {

namespace {

void say(const std::string& text)
{
    std::fputs(text.c_str(), stderr);
}

std::unique_ptr<log::Sink> sink(const Options& options, snapshot::LogTarget target)
{
    if (options.to_stderr)
        return log::descriptor_sink(STDERR_FILENO, log::Prefix::Time);
    switch (target) {
    case snapshot::LogTarget::Syslog:
        return log::syslog_sink("mailreeve");
    case snapshot::LogTarget::Journal:
        return log::descriptor_sink(STDERR_FILENO, log::Prefix::Priority);
    case snapshot::LogTarget::Stderr:
        break;
    }
    return log::descriptor_sink(STDERR_FILENO, log::Prefix::Time);
}

snapshot::Configuration configuration(const Options& options)
{
    auto loaded = snapshot::load(options.file);
    say(loaded.diagnostics.text());
    if (!loaded.ok())
        throw StartRefused{Exit::Configuration, "the configuration is wrong"};
    return std::move(loaded.configuration);
}

// Not before the daemon serves: until then the socket is that of the one it replaces.
void receive(const std::filesystem::path& socket, Daemon& daemon, Filter& filter,
             log::Log& log)
{
    static Reception reception{daemon, filter, log};
    static const control::Server server{
        socket, reception, [&log](const std::string& what) {
            log.write(log::Severity::Error,
                      log::Record{"control"}.with("failed", what));
        }};
}

// What is static lives until the process ends by Daemon::run(): threads of libmilter,
// which cannot be ended one by one, hold on to all of it.
[[noreturn]] void serve(const Options& options)
{
    auto read = configuration(options);
    refuse_root();
    harden();
    static const Signals signals;
    static const SystemClock clock;
    const auto environment = process_environment();
    static const auto notifier = Notifier::from(environment);
    const auto start = read.start;
    const auto limit = raise_descriptor_limit(descriptors_for(start.limits.sessions));

    static log::Log log{sink(options, start.log.target), clock};
    static Admission admission{
        {sessions_within(start.limits.sessions, limit), start.limits.work}, clock};
    static auto foothold = gain_foothold(
        start, passed_sockets(environment),
        options.take_over ? TakeOver::Always : TakeOver::IfStopping, notifier);
    static Filter filter{std::move(read), options.file, admission, clock, log};
    register_callbacks(filter.gate());
    static Intake intake{
        foothold.listener,
        foothold.state,
        {.idle = start.limits.idle, .backlog = static_cast<int>(start.limits.backlog)}};
    static Daemon daemon{{foothold, intake, admission, signals, notifier, clock, log,
                          start.drain, watchdog_interval(environment),
                          [] { return filter.reload(); },
                          [&start] { receive(start.control, daemon, filter, log); },
                          [] { filter.look_after(); }, Upkeep::interval,
                          [] { filter.settle(); }, MAILREEVE_VERSION}};
    daemon.run();
}

int run(const Options& options)
{
    if (options.version) {
        std::puts("mailreeve " MAILREEVE_VERSION);
        return 0;
    }
    if (options.check_only) {
        configuration(options);
        return 0;
    }
    serve(options);
}

int refused(const StartRefused& why)
{
    say(std::string{"mailreeve: "} + why.what() + '\n');
    if (!why.hint().empty())
        say("   hint: " + why.hint() + '\n');
    return static_cast<int>(why.status());
}

int main(std::span<const char* const> arguments)
{
    std::string problem;
    const auto options = parse_options(arguments, problem);
    if (!options) {
        say("mailreeve: " + problem + '\n' + std::string{usage});
        return static_cast<int>(Exit::Usage);
    }
    try {
        return run(*options);
    } catch (const StartRefused& why) {
        return refused(why);
    } catch (const std::exception& error) {
        say(std::string{"mailreeve: "} + error.what() + '\n');
        return static_cast<int>(Exit::System);
    }
}

} // namespace

} // namespace mailreeve::milter

int main(int argc, char** argv)
{
    return mailreeve::milter::main(
        std::span{argv, static_cast<std::size_t>(argc)}.subspan(1));
}
