// The keys of mailreeve.yaml that belong to the process: a reload cannot change them.
#pragma once

#include "mailreeve/config/schema.hh"
#include "snapshot/listen_address.hh"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace mailreeve::snapshot {

enum class LogTarget { Syslog, Journal, Stderr };

// The section `log`.
struct LogSettings {
    LogTarget target = LogTarget::Syslog;

    static constexpr std::string_view short_form = "target"; // "log: journal" will do
    static config::Fields<LogSettings> fields();
    bool operator==(const LogSettings&) const = default;
};

// The section `limits`.
struct ProcessLimits {
    std::size_t sessions = 1000;
    std::size_t work = 500; // each may hold a thread of libmilter's
    std::size_t backlog = 1024;
    std::chrono::seconds idle{600};

    static config::Fields<ProcessLimits> fields();
    bool operator==(const ProcessLimits&) const = default;
};

// Its keys stand at the top of the file.
struct StartSettings {
    ListenAddress listen = UnixPath{"/run/mailreeve/milter.sock"};
    std::string listen_group; // empty: that of the socket's directory
    bool expose = false;
    std::filesystem::path state = "/var/lib/mailreeve";
    std::filesystem::path control = "/run/mailreeve/control.sock";
    std::chrono::seconds drain{15};
    LogSettings log;
    ProcessLimits limits;

    static config::Fields<StartSettings> fields();
    // Whether the keys go together; asked of the whole file.
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const StartSettings&) const = default;
};

} // namespace mailreeve::snapshot

namespace mailreeve::config {

template <>
struct EnumNames<snapshot::LogTarget>;

} // namespace mailreeve::config
