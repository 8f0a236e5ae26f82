#include "mailreeve/inspect/client_inspection.hh"

#include "test/support/gateway.hh"
#include "test/support/slow_resolver.hh"

#include <doctest/doctest.h>

namespace mailreeve::inspect {

using rbl::Subject;
using test::client;
using test::Gateway;
using test::shared;
using test::site;

namespace {

void know_mail_example(Gateway& gateway)
{
    gateway.resolver.with_names("192.0.2.7", {"mail.example.org"});
    gateway.resolver.with("mail.example.org", {"192.0.2.7"});
}

bool was_asked(const Gateway& gateway, const std::string& question)
{
    const auto asked = gateway.resolver.asked();
    return std::ranges::find(asked, question) != asked.end();
}

} // namespace

TEST_SUITE("inspect")
{
    TEST_CASE("all questions about a client are asked at connect")
    {
        Gateway gateway;
        know_mail_example(gateway);
        auto subjects = site();
        subjects.lists = {std::make_shared<const rbl::List>(
            test::deny_list("bl.example", {Subject::Client}))};
        ClientInspection inspection{gateway.services(), shared(subjects),
                                    client("192.0.2.7")};
        CHECK(was_asked(gateway, "PTR 192.0.2.7"));
        CHECK(was_asked(gateway, "A mail.example.org"));
        CHECK(was_asked(gateway, "A 7.2.0.192.bl.example"));
        const auto& facts = inspection.facts(gateway.clock.now());
        CHECK(facts.reverse->state == rdns::State::Confirmed);
        CHECK(facts.complete);
        REQUIRE(facts.lists.size() == 1);
        CHECK(facts.lists[0].listing == rbl::Listing{rbl::NotListed{}});
    }

    TEST_CASE("a name that the MTA has proved is not asked for again")
    {
        Gateway gateway;
        auto known = client("192.0.2.7");
        known.name = "mail.example.org";
        ClientInspection inspection{gateway.services(), shared(site()), known};
        CHECK(gateway.resolver.asked().empty());
        CHECK(inspection.facts(gateway.clock.now()).reverse->name ==
              "mail.example.org");
    }

    TEST_CASE("clients of outbound and relayed mail are not asked about")
    {
        Gateway gateway;
        auto submission = client("192.0.2.7");
        submission.daemon_name = "ORIGINATING";
        for (const auto& who : {client("198.51.100.4"), client("203.0.113.25"),
                                submission, client("127.0.0.1"), Client{}}) {
            ClientInspection inspection{gateway.services(), shared(site()), who};
            inspection.helo("helo.example");
            const auto& facts = inspection.facts(gateway.clock.now());
            CHECK_FALSE(facts.reverse.has_value());
            CHECK_FALSE(facts.helo.has_value());
        }
        CHECK(gateway.resolver.asked().empty());
    }

    TEST_CASE("what does not answer in time is unknown, and taken up when it comes")
    {
        Gateway gateway;
        const Promise<dns::NameAnswer> late;
        struct Late final : dns::Resolver {
            explicit Late(Promise<dns::NameAnswer> given) : answer{std::move(given)} {}
            Promise<dns::NameAnswer> answer;
            Future<dns::AddressAnswer> addresses(const std::string&,
                                                 net::Family) const override
            {
                return Future<dns::AddressAnswer>::ready(
                    {dns::Outcome::Failed, dns::Failure::Timeout, {}, {}});
            }
            Future<dns::NameAnswer> names(const net::IpAddress&) const override
            {
                return answer.future();
            }
            Future<dns::TextAnswer> texts(const std::string&) const override
            {
                return Promise<dns::TextAnswer>{}.future();
            }
            Future<dns::NameAnswer> exchangers(const std::string&) const override
            {
                return Promise<dns::NameAnswer>{}.future();
            }
        };
        const Late resolver{late};
        auto services = gateway.services();
        services.resolver = &resolver;
        ClientInspection inspection{services, shared(site()), client("192.0.2.7")};
        const auto before = inspection.facts(gateway.clock.now());
        CHECK(before.reverse->state == rdns::State::TemporaryFailure);
        CHECK_FALSE(before.complete);
        late.set({dns::Outcome::NoSuchName, dns::Failure::None, {}, {}});
        CHECK(inspection.facts(gateway.clock.now()).reverse->state ==
              rdns::State::Missing);
    }

    TEST_CASE("the words of a list are not waited for, and told once they have come")
    {
        Gateway gateway;
        const test::SlowResolver resolver;
        auto services = gateway.services();
        services.resolver = &resolver;
        auto subjects = site();
        subjects.lists = {std::make_shared<const rbl::List>(
            test::deny_list("bl.example", {Subject::Client}))};
        ClientInspection inspection{services, shared(subjects), client("192.0.2.7")};
        resolver.answer("7.2.0.192.bl.example", {"127.0.0.2"});
        const auto evidence = [&] {
            const auto& facts = inspection.facts(gateway.clock.now());
            return std::get<rbl::Listed>(facts.lists.at(0).listing).evidence;
        };
        CHECK(evidence() == "");
        resolver.say("7.2.0.192.bl.example", "Sent spam");
        CHECK(evidence() == "Sent spam");
    }

    TEST_CASE("the last HELO counts")
    {
        Gateway gateway;
        know_mail_example(gateway);
        ClientInspection inspection{gateway.services(), shared(site()),
                                    client("192.0.2.7")};
        inspection.helo("pc7");
        CHECK_FALSE(inspection.facts(gateway.clock.now()).helo->fqdn);
        inspection.helo("mail.example.org");
        const auto& facts = inspection.facts(gateway.clock.now());
        CHECK(facts.helo->fqdn);
        CHECK(facts.helo->matches == rdns::Known::Yes);
    }

    TEST_CASE("a dynamic-looking name is a fact of a client that has a name")
    {
        Gateway gateway;
        gateway.resolver.with_names("192.0.2.7", {"dsl-192-0-2-7.isp.example.org"});
        gateway.resolver.with("dsl-192-0-2-7.isp.example.org", {"192.0.2.7"});
        ClientInspection inspection{gateway.services(), shared(site()),
                                    client("192.0.2.7")};
        CHECK(inspection.facts(gateway.clock.now()).generic.has_value());
    }

    TEST_CASE("domain lists are asked for the HELO, the sender and the confirmed name")
    {
        Gateway gateway;
        know_mail_example(gateway);
        gateway.resolver.with("mail.example.org.dbl.example", {"127.0.0.2"});
        auto subjects = site();
        subjects.lists = {std::make_shared<const rbl::List>(test::deny_list(
            "dbl.example", {Subject::Helo, Subject::Sender, Subject::Ptr}))};
        ClientInspection inspection{gateway.services(), shared(subjects),
                                    client("192.0.2.7")};
        inspection.helo("helo.example.org");
        CHECK(was_asked(gateway, "A helo.example.org.dbl.example"));
        CHECK(was_asked(gateway, "A mail.example.org.dbl.example"));
        const auto& lists = inspection.facts(gateway.clock.now()).lists;
        REQUIRE(lists.size() == 2);
        CHECK(lists[0].subject == Subject::Helo);
        CHECK(lists[1].subject == Subject::Ptr);
        CHECK(std::holds_alternative<rbl::Listed>(lists[1].listing));
        CHECK(inspection
                  .ask_lists(Subject::Sender, mail::Domain::parse("a.example").value())
                  .size() == 1);
    }

    TEST_CASE("the questions of a connection have a bound")
    {
        Gateway gateway;
        auto subjects = site();
        subjects.queries = 3;
        for (int i = 0; i < 10; ++i)
            subjects.lists.push_back(std::make_shared<const rbl::List>(test::deny_list(
                "bl" + std::to_string(i) + ".example", {Subject::Client})));
        ClientInspection inspection{gateway.services(), shared(subjects),
                                    client("192.0.2.7")};
        CHECK(gateway.resolver.asked().size() == 3);
        int unanswered = 0;
        for (const auto& fact : inspection.facts(gateway.clock.now()).lists)
            unanswered += fact.listing == rbl::Listing{rbl::Unusable::NoAnswer} ? 1 : 0;
        CHECK(unanswered == 8);
    }

    TEST_CASE("each message of a connection has questions of its own")
    {
        Gateway gateway;
        auto subjects = site();
        subjects.queries = 3;
        subjects.lists = {std::make_shared<const rbl::List>(
            test::deny_list("dbl.example", {Subject::Sender}))};
        const ClientInspection inspection{gateway.services(), shared(subjects),
                                          client("192.0.2.7")};
        for (int i = 0; i < 10; ++i) {
            const auto sender = "s" + std::to_string(i) + ".example";
            (void)inspection.ask_lists(Subject::Sender,
                                       mail::Domain::parse(sender).value());
            CHECK(was_asked(gateway, "A " + sender + ".dbl.example"));
        }
    }

    TEST_CASE("a connection may end while its answers are out")
    {
        Gateway gateway;
        const Promise<dns::NameAnswer> late;
        gateway.resolver.with_names("192.0.2.7", {"mail.example.org"});
        gateway.resolver.silent("mail.example.org");
        auto inspection = std::make_unique<ClientInspection>(
            gateway.services(), shared(site()), client("192.0.2.7"));
        inspection->helo("mail.example.org");
        inspection.reset();
        CHECK(was_asked(gateway, "A mail.example.org"));
    }
}

} // namespace mailreeve::inspect
