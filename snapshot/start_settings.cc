#include "snapshot/start_settings.hh"

#include "mailreeve/config/field.hh"

#include <array>
#include <utility>

namespace mailreeve {

using snapshot::LogSettings;
using snapshot::LogTarget;
using snapshot::ProcessLimits;
using snapshot::StartSettings;
using namespace std::chrono_literals;

template <>
struct config::EnumNames<LogTarget> {
    static constexpr std::array names{
        std::pair{std::string_view{"syslog"}, LogTarget::Syslog},
        std::pair{std::string_view{"journal"}, LogTarget::Journal},
        std::pair{std::string_view{"stderr"}, LogTarget::Stderr},
    };
};

config::Fields<LogSettings> LogSettings::fields()
{
    static constexpr std::array keys{
        config::field<&LogSettings::target>(
            "target",
            "Where the log goes: syslog, facility mail; journal, which is the standard "
            "error output with the priorities that systemd-journald reads; or stderr, "
            "the same without priorities.")
            .needs_restart(),
    };
    return keys;
}

config::Fields<ProcessLimits> ProcessLimits::fields()
{
    static constexpr std::array keys{
        config::field<&ProcessLimits::sessions,
                      config::between<std::size_t>(1, 100'000)>(
            "sessions",
            "SMTP sessions at once. What comes beyond is answered 421 4.3.2. "
            "Four file descriptors are set aside for each.")
            .needs_restart(),
        config::field<&ProcessLimits::work, config::between<std::size_t>(1, 10'000)>(
            "work",
            "Recipients and ends of messages that are judged at once, the wait for the "
            "DNS included. What comes beyond is answered 451 4.3.2.")
            .needs_restart(),
        config::field<&ProcessLimits::backlog, config::between<std::size_t>(1, 65'535)>(
            "backlog",
            "Connections that wait to be accepted; the kernel may keep fewer "
            "(net.core.somaxconn).")
            .needs_restart(),
        config::field<&ProcessLimits::idle, config::between(10s, 600s)>(
            "idle", "How long the MTA may be silent in a session before it is closed.")
            .needs_restart(),
    };
    return keys;
}

config::Fields<StartSettings> StartSettings::fields()
{
    static constexpr std::array keys{
        config::field<&StartSettings::listen>(
            "listen",
            "Where the MTA finds the daemon. A Postfix whose smtpd is chrooted, as "
            "Debian's is, sees only paths below /var/spool/postfix.")
            .needs_restart(),
        config::field<&StartSettings::listen_group>(
            "listen_group", "The group that may connect to a unix socket, which the "
                            "daemon must be a member of. Default: the group of the "
                            "socket's directory.")
            .needs_restart(),
        config::field<&StartSettings::expose>(
            "expose",
            "Listen on an address that other hosts can reach. Whoever can connect can "
            "use the filter and its lookups; the milter protocol cannot ask who it is. "
            "Only a firewall keeps strangers out.")
            .needs_restart(),
        config::field<&StartSettings::state>(
            "state", "The directory of everything that outlives the daemon. It belongs "
                     "to the daemon's user alone (mode 0700).")
            .needs_restart(),
        config::field<&StartSettings::control>("control",
                                               "The socket of\n.Xr mailreevectl 8 .")
            .needs_restart(),
        config::field<&StartSettings::drain, config::between(0s, 300s)>(
            "drain", "How long a daemon that is told to stop waits for messages that "
                     "are under way. What is not through by then is answered 451.")
            .needs_restart(),
        config::section<&StartSettings::log>("log", "The log."),
        config::section<&StartSettings::limits>("limits",
                                                "How much is done at the same time."),
    };
    return keys;
}

void StartSettings::check(const config::Node& written,
                          config::Diagnostics& diagnostics) const
{
    if (reaches_beyond_host(listen) && !expose)
        diagnostics.error(written.place("listen"),
                          "other hosts could connect to " + text(listen),
                          "listen on 127.0.0.1, or write \"expose: true\" where a "
                          "firewall lets only the MTA in");
    if (control.native().size() > longest_socket_path)
        diagnostics.error(written.place("control"),
                          "the path of a socket has at most 107 bytes");
    const auto* socket = std::get_if<UnixPath>(&listen);
    if (socket != nullptr && control == socket->path)
        diagnostics.error(written.place("control"),
                          "the MTA and mailreevectl cannot share a socket",
                          "give control a path of its own");
    if (!listen_group.empty() && socket == nullptr)
        diagnostics.error(written.place("listen_group"),
                          "only a unix socket has a group");
}

} // namespace mailreeve
