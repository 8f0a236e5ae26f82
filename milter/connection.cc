#include "milter/connection.hh"

#include "mailreeve/base/ascii.hh"

namespace mailreeve::milter {

Connection meet(const Agreement& agreement, const Mta& mta, std::string_view host,
                const std::optional<net::IpAddress>& address)
{
    Connection connection;
    connection.agreement = agreement;
    connection.client.address = address;
    connection.client.name = mta.macro("{client_name}");
    if (connection.client.name.empty())
        connection.client.name = host;
    if (connection.client.name.size() > max_name)
        connection.client.name.resize(max_name);
    connection.client.resolve = mta.macro("{client_resolve}");
    connection.client.daemon_name = mta.macro("{daemon_name}");
    connection.mta_name = mta.macro("j");
    connection.mta_version = mta.macro("v");
    return connection;
}

inspect::Submission submission(const Connection& connection, const Mta& mta,
                               std::string_view sender)
{
    const auto& address = connection.client.address;
    const bool by_hand = address && net::is_loopback(*address) &&
                         ascii::equal(connection.helo, "localhost") &&
                         !sender.starts_with('<') && mta.macro("{mail_mailer}").empty();
    return {mta.macro("{auth_authen}"), by_hand};
}

} // namespace mailreeve::milter
