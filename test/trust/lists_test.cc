#include "mailreeve/trust/lists.hh"

#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::trust {

using test::ip;
using test::network;

namespace {

mail::Domain domain(std::string_view text)
{
    return mail::Domain::parse(text).value();
}

mail::AddressPattern pattern(std::string_view text)
{
    return mail::AddressPattern::parse(text).value();
}

Allow allow()
{
    Allow settings;
    settings.networks.insert(network("192.0.2.0/24"));
    settings.clients.insert(mail::DomainPattern::parse(".partner.example").value());
    settings.senders = {pattern("boss@example.org")};
    settings.recipients = {pattern("test@example.net")};
    return settings;
}

} // namespace

TEST_SUITE("trust")
{
    TEST_CASE("each party is found in its own list and the entry is told")
    {
        const Lists lists{allow()};
        const auto address = ip("192.0.2.7");
        const auto stranger = ip("198.51.100.1");
        const auto client = domain("mx.partner.example");
        const auto sender = mail::Address::parse("<Boss@example.org>").value();
        const auto recipient = mail::Address::parse("<test@example.net>").value();
        CHECK(lists.match({&address, nullptr, nullptr, nullptr}) ==
              Match{What::Network, "192.0.2.0/24"});
        CHECK(lists.match({&stranger, &client, nullptr, nullptr}) ==
              Match{What::Client, ".partner.example"});
        CHECK(lists.match({&stranger, nullptr, &sender, nullptr}) ==
              Match{What::Sender, "boss@example.org"});
        CHECK(lists.match({&stranger, nullptr, nullptr, &recipient}) ==
              Match{What::Recipient, "test@example.net"});
    }

    TEST_CASE("a stranger matches nothing, and neither does the null sender")
    {
        const Lists lists{allow()};
        const auto address = ip("198.51.100.1");
        const mail::Address null_sender;
        CHECK_FALSE(
            lists.match({&address, nullptr, &null_sender, nullptr}).has_value());
        CHECK_FALSE(
            Lists{}.match({&address, nullptr, &null_sender, nullptr}).has_value());
    }

    TEST_CASE("a denied network is told before anything else")
    {
        Deny deny;
        deny.networks.insert(network("203.0.113.0/24"));
        deny.senders = {pattern("example.org")};
        const auto address = ip("203.0.113.5");
        const auto sender = mail::Address::parse("a@example.org").value();
        CHECK(Lists{deny}.match({&address, nullptr, &sender, nullptr}) ==
              Match{What::Network, "203.0.113.0/24"});
    }
}

} // namespace mailreeve::trust
