// What is known of one SMTP connection, whatever messages it brings.
#pragma once

#include "mailreeve/inspect/client.hh"
#include "milter/mta.hh"
#include "milter/negotiation.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::milter {

// Names that a client gives are kept up to here: a real one ends at 255 (RFC 1035).
inline constexpr std::size_t max_name = 1024;

struct Connection {
    Agreement agreement;
    inspect::Client client;
    std::string mta_name;    // {j}: what the MTA calls itself
    std::string mta_version; // {v}: "Postfix 3.7.11", "8.17.1.9" of Sendmail
    std::string helo;
};

// At connect, with what the macros add; `host` and `address` as the MTA gave them.
Connection meet(const Agreement& agreement, const Mta& mta, std::string_view host,
                const std::optional<net::IpAddress>& address);

// At MAIL, whose sender is given as it came. Handed in on the host itself, Postfix
// shows mail as if it came from localhost by SMTP, but leaves out the brackets and the
// mailer (FACTS 2): nobody who speaks SMTP can look like it.
inspect::Submission submission(const Connection& connection, const Mta& mta,
                               std::string_view sender);

} // namespace mailreeve::milter
