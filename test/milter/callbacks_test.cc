// The callbacks under libmilter itself, with an MTA that speaks the protocol.
#include "milter/callbacks.hh"

#include "test/support/doorstep.hh"
#include "test/support/milter_client.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>
#include <libmilter/mfapi.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace mailreeve::milter {

using test::MilterClient;

namespace {

constexpr char settings[] = R"(
hostname: mx1.example.net
organization: "100% Ltd"
local: {domains: [example.net]}
deny: {senders: [bad@example.com]}
rbl: {lists: [{zone: bl.example, points: 5}]}
)";

// libmilter can be started once in a process.
class Filter {
public:
    Filter()
    {
        door.resolver.with_names("192.0.2.1", {"mail.example.com"})
            .with("mail.example.com", {"192.0.2.1"})
            .with("1.2.0.192.bl.example", {"127.0.0.2"});
        register_callbacks(door.gate);
        auto address = "unix:" + path;
        REQUIRE(smfi_setconn(address.data()) == MI_SUCCESS);
        REQUIRE(smfi_opensocket(false) == MI_SUCCESS);
        thread_ = std::thread{[] { smfi_main(); }};
    }
    ~Filter()
    {
        smfi_stop();
        thread_.join();
    }

    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    test::TemporaryDirectory directory;
    std::string path = (directory / "milter.sock").string();
    test::Doorstep door{settings, {2, 10}};

private:
    std::thread thread_;
};

// Inserted: "i0 Name: value"; changed: "m1 Name: value".
std::vector<std::string> changes(const test::EndOfMessage& end)
{
    std::vector<std::string> told;
    for (const auto& packet : end.changes) {
        const auto index = test::big_endian_at(packet.payload, 0);
        auto field = packet.payload.substr(4, packet.payload.size() - 5);
        std::ranges::replace(field, '\0', ':');
        told.push_back(packet.kind + std::to_string(index) + ' ' + field);
    }
    return told;
}

std::string reply(const test::Packet& packet)
{
    return packet.kind == 'y' ? packet.payload.substr(0, packet.payload.find(" (id"))
                              : std::string(1, packet.kind);
}

void greet(MilterClient& client, const char* address = "192.0.2.1")
{
    client.macros('C', {{"{client_name}", "unknown"}});
    client.connect("unknown", address);
    client.helo("mail.example.com");
}

void agrees_to_the_least(MilterClient client)
{
    const auto& agreed = client.negotiate();
    CHECK(agreed.actions == 0x17d);
    CHECK(agreed.steps == 0x1777c0);
    CHECK(agreed.macros.at(0) == "j {daemon_name} {client_name} {client_resolve} v");
    CHECK(agreed.macros.at(1).empty());
    CHECK(agreed.macros.at(2) == "i {auth_authen} {mail_mailer}");
    CHECK(agreed.macros.at(5) == "i");
    client.quit();
}

void changes_a_message(MilterClient client)
{
    client.negotiate();
    greet(client);
    test::TestMessage message;
    message.headers = {{"Received", "from x"},
                       {"X-Mailreeve-Verdict", "clean"},
                       {"x-mailreeve-verdict", "clean"},
                       {"Subject", "test"}};
    const auto end = client.deliver(message);
    CHECK(end.verdict.kind == 'c');
    const auto told = changes(end);
    REQUIRE(told.size() == 6);
    CHECK(told[0] == "m2 x-mailreeve-verdict:");
    CHECK(told[1] == "m1 x-mailreeve-verdict:");
    CHECK(told[2] == "i0 Authentication-Results: mx1.example.net;"
                     " iprev=pass policy.iprev=192.0.2.1");
    CHECK(told[3] == "i0 X-Mailreeve-Findings: RBL_BL_EXAMPLE=5.00");
    CHECK(told[4].starts_with("i0 X-Mailreeve-Verdict: SPAM score=5.00"));
    CHECK(told[5] == "m1 Subject: [SPAM] test");
    client.quit();
}

// The MTA reads the text of a reply as a format: its percent signs come doubled.
void refuses_and_goes_on(MilterClient client)
{
    client.negotiate();
    greet(client);
    test::TestMessage bad;
    bad.sender = "<bad@example.com>";
    CHECK(reply(client.deliver(bad).verdict) ==
          "550 5.7.1 Access denied. 100%% Ltd accepts no mail from this sender");
    CHECK(client.deliver({}).verdict.kind == 'c');
    client.mail({"<a@example.com>"});
    client.abort();
    CHECK(reply(client.deliver(bad).verdict).starts_with("550"));
    client.quit();
}

void turns_away(MilterClient first, MilterClient second, MilterClient third)
{
    first.negotiate();
    greet(first);
    CHECK(first.deliver({}).verdict.kind == 'c');
    second.negotiate();
    greet(second);
    CHECK(second.deliver({}).verdict.kind == 'c');
    third.negotiate();
    CHECK(reply(third.connect("unknown", "192.0.2.1")) ==
          "421 4.3.2 Too many sessions, try again later");
    for (auto* client : {&first, &second, &third})
        client->quit();
}

// Nothing is known to be agreed on for the second session: it goes through untouched.
void survives_a_second_session(MilterClient client)
{
    client.negotiate();
    greet(client);
    CHECK_FALSE(client.deliver({}).changes.empty());
    client.quit_for_next_session();
    greet(client);
    const auto end = client.deliver({});
    CHECK(end.verdict.kind == 'c');
    CHECK(end.changes.empty());
    client.quit();
}

void takes_an_old_mta(MilterClient client)
{
    client.negotiate({2, 0x0f, 0x7f, {}});
    greet(client);
    const auto end = client.deliver({});
    CHECK(end.verdict.kind == 'c');
    const auto told = changes(end);
    REQUIRE(told.size() == 3);
    CHECK(told[2].starts_with("i0 X-Mailreeve-Verdict:SPAM score=5.00"));
    client.quit();
}

} // namespace

TEST_SUITE("callbacks")
{
    TEST_CASE("sessions under libmilter get what they agreed on")
    {
        Filter filter;
        const auto client = [&] { return MilterClient{"unix:" + filter.path}; };
        agrees_to_the_least(client());
        changes_a_message(client());
        refuses_and_goes_on(client());
        survives_a_second_session(client());
        takes_an_old_mta(client());
        turns_away(client(), client(), client());
    }
}

} // namespace mailreeve::milter
