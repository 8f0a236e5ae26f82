#include "ctl/daemon_command.hh"

#include "control/client.hh"
#include "mailreeve/log/escape.hh"
#include "snapshot/load.hh"

#include <ostream>
#include <string>
#include <string_view>

namespace mailreeve::ctl {

namespace {

Exit exit_of(control::Outcome outcome)
{
    switch (outcome) {
    case control::Outcome::Ok:
        return Exit::Ok;
    case control::Outcome::Failed:
        return Exit::Failed;
    case control::Outcome::Refused:
        break;
    }
    return Exit::NotAllowed;
}

// The daemon has escaped what came from outside; but who answers on a socket is not
// proved to be the daemon. Backslashes stay: they are its escapes.
std::string safe(std::string_view text)
{
    std::string shown;
    while (!text.empty()) {
        const auto size = text.find_first_of("\n\\");
        shown += log::escape(text.substr(0, size), log::Alphabet::Utf8, text.size());
        if (size == std::string_view::npos)
            break;
        shown += text[size];
        text.remove_prefix(size + 1);
    }
    return shown;
}

} // namespace

Exit ask_daemon(const std::filesystem::path& socket, const control::Request& request,
                const Console& console)
{
    try {
        const auto reply = control::ask(socket, request);
        const bool asked_for = reply.outcome == control::Outcome::Ok ||
                               request.form == control::Form::Json;
        (asked_for ? console.out : console.err) << safe(reply.text);
        return exit_of(reply.outcome);
    } catch (const control::Unreachable& unreachable) {
        console.err << "mailreevectl: " << log::escape(unreachable.what()) << '\n';
        return Exit::Unavailable;
    }
}

Exit ask_daemon_of(const std::filesystem::path& file, const control::Request& request,
                   const Console& console)
{
    return ask_daemon(snapshot::load(file).configuration.start.control, request,
                      console);
}

} // namespace mailreeve::ctl
