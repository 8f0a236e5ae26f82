#include "mailreeve/inspect/message_inspection.hh"

#include "test/support/gateway.hh"

#include <doctest/doctest.h>

namespace mailreeve::inspect {

using test::client;
using test::Gateway;
using test::shared;
using test::site;

namespace {

mail::Address address(std::string_view text)
{
    return mail::Address::parse(text).value();
}

Recipient recipient(std::string_view text)
{
    return {address(text), address(text)};
}

std::shared_ptr<ClientInspection> connect(Gateway& gateway, Subjects subjects,
                                          std::string_view from = "192.0.2.7")
{
    return std::make_shared<ClientInspection>(
        gateway.services(), shared(std::move(subjects)), client(from));
}

Facts facts_of(Gateway& gateway, Subjects subjects, Origin origin = Origin::Inbound)
{
    MessageInspection message{connect(gateway, std::move(subjects)),
                              address("<boss@example.org>"), origin};
    return message.facts(recipient("<a@example.net>"), gateway.clock.now());
}

} // namespace

TEST_SUITE("inspect")
{
    TEST_CASE("the facts of a client are part of an inbound message's only")
    {
        Gateway gateway;
        CHECK(facts_of(gateway, site()).client.reverse.has_value());
        CHECK_FALSE(
            facts_of(gateway, site(), Origin::Outbound).client.reverse.has_value());
        CHECK(facts_of(gateway, site(), Origin::Outbound).client.address ==
              test::ip("192.0.2.7"));
    }

    TEST_CASE("the administrator's lists are matched by what they name")
    {
        Gateway gateway;
        trust::Allow allow;
        allow.senders = {mail::AddressPattern::parse("example.org").value()};
        trust::Deny deny;
        deny.networks.insert(test::network("192.0.2.0/24"));
        auto subjects = site();
        subjects.allow = trust::Lists{allow};
        subjects.deny = trust::Lists{deny};
        const auto inbound = facts_of(gateway, subjects);
        CHECK(inbound.allowed == trust::Match{trust::What::Sender, "example.org"});
        CHECK(inbound.denied == trust::Match{trust::What::Network, "192.0.2.0/24"});
        // The address of a relay is not that of the client it speaks for.
        CHECK_FALSE(facts_of(gateway, subjects, Origin::Relay).denied.has_value());
        CHECK_FALSE(facts_of(gateway, subjects, Origin::Outbound).allowed.has_value());
    }

    TEST_CASE("a client is allowed by its confirmed name alone")
    {
        Gateway gateway;
        trust::Allow allow;
        allow.clients.insert(mail::DomainPattern::parse(".example.org").value());
        auto subjects = site();
        subjects.allow = trust::Lists{allow};
        gateway.resolver.with_names("192.0.2.7", {"mail.example.org"});
        CHECK_FALSE(facts_of(gateway, subjects).allowed.has_value());
        gateway.resolver.with("mail.example.org", {"192.0.2.7"});
        CHECK(facts_of(gateway, subjects).allowed.has_value());
    }

    TEST_CASE("mail for postmaster and abuse of ours is known")
    {
        Gateway gateway;
        MessageInspection message{connect(gateway, site()), mail::Address{},
                                  Origin::Inbound};
        struct Case {
            const char* recipient;
            bool to_role;
        };
        const Case cases[] = {{"<postmaster@example.net>", true},
                              {"<Abuse@EXAMPLE.net>", true},
                              {"<postmaster>", true},
                              {"<postmaster@example.com>", false},
                              {"<a@example.net>", false}};
        for (const auto& c : cases) {
            CAPTURE(c.recipient);
            CHECK(message.facts(recipient(c.recipient), gateway.clock.now()).to_role ==
                  c.to_role);
        }
    }

    TEST_CASE("a delayed sender is remembered, others are not asked for")
    {
        Gateway gateway;
        auto list = test::deny_list("bl.example", {rbl::Subject::Client});
        list.action = rbl::Action::Delay;
        auto subjects = site();
        subjects.lists = {std::make_shared<const rbl::List>(list)};
        CHECK_FALSE(facts_of(gateway, subjects).known_for.has_value());
        gateway.resolver.with("7.2.0.192.bl.example", {"127.0.0.2"});
        CHECK(facts_of(gateway, subjects).known_for == std::chrono::seconds{0});
        gateway.clock.advance(std::chrono::minutes{16});
        CHECK(facts_of(gateway, subjects).known_for == std::chrono::minutes{16});
    }

    TEST_CASE("the sender's domain is asked for in lists that want it")
    {
        Gateway gateway;
        gateway.resolver.with("example.org.dbl.example", {"127.0.0.2"});
        auto subjects = site();
        subjects.lists = {std::make_shared<const rbl::List>(
            test::deny_list("dbl.example", {rbl::Subject::Sender}))};
        const auto facts = facts_of(gateway, subjects);
        REQUIRE(facts.client.lists.size() == 1);
        CHECK(facts.client.lists[0].subject == rbl::Subject::Sender);
        CHECK(facts.client.lists[0].asked == "example.org");
    }
}

} // namespace mailreeve::inspect
