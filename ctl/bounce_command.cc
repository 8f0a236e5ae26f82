#include "ctl/bounce_command.hh"

#include "ctl/bounce_report.hh"
#include "ctl/services.hh"
#include "mailreeve/log/escape.hh"

#include <ostream>
#include <system_error>

namespace mailreeve::ctl {

namespace {

bool has_configuration(const BounceOptions& options)
{
    std::error_code error;
    return options.must_be_there || std::filesystem::exists(options.file, error) ||
           error;
}

} // namespace

Exit explain_bounces(const BounceOptions& options, const snapshot::Settings& settings,
                     StampState& state, const Clock& clock, const Console& console)
{
    const BounceTrial trial{settings, state, clock};
    const auto keys = state.keys_words(clock.wall());
    auto status = Exit::Ok;
    for (const auto& file : options.messages) {
        const auto message = read_front(file, settings.bounces.scan.bytes);
        if (!message) {
            console.err << "mailreevectl: " << log::value(file.string())
                        << " cannot be read\n";
            status = Exit::NoInput;
            continue;
        }
        const auto report = trial.run(*message, options.scene);
        if (console.json)
            print_report_json(file.string(), report, keys, console.out);
        else
            print_report(file.string(), report, keys, console.out);
    }
    return status;
}

Exit explain_bounces(const BounceOptions& options, const Console& console)
{
    const SystemClock clock;
    if (!has_configuration(options)) {
        StampState state;
        return explain_bounces(options, snapshot::Settings{}, state, clock, console);
    }
    const auto configuration = load(options.file, console);
    if (!configuration)
        return Exit::Configuration;
    StampState state{configuration->start.state};
    if (!state.seen().problem.empty())
        console.err << "mailreevectl: keys: " << log::escape(state.seen().problem)
                    << '\n';
    return explain_bounces(options, configuration->settings, state, clock, console);
}

} // namespace mailreeve::ctl
