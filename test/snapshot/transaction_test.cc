#include "snapshot/transaction.hh"

#include "mailreeve/attachment/survey.hh"
#include "test/support/gateway.hh"
#include "test/support/snapshots.hh"

#include <doctest/doctest.h>

namespace mailreeve::snapshot {

using test::Gateway;

namespace {

mail::Address address(std::string_view text)
{
    return mail::Address::parse(text).value();
}

Transaction begin(Gateway& gateway, const std::string& yaml,
                  std::string_view from = "192.0.2.7",
                  inspect::Origin origin = inspect::Origin::Inbound)
{
    auto snapshot = test::snapshot(gateway, yaml);
    auto client = snapshot->inspect(test::client(from));
    return {snapshot, client, address("<boss@example.org>"), origin};
}

constexpr const char* overridden = R"(
local: {domains: [example.net, example.com]}
overrides:
  - for: [example.com]
    scoring: {spam: 2}
    actions: {spam: reject, surespam: reject}
)";

} // namespace

TEST_SUITE("snapshot")
{
    TEST_CASE("a client without PTR is let through and scored by default")
    {
        Gateway gateway;
        auto transaction = begin(gateway, "");
        const auto now = gateway.clock.now();
        CHECK(policy::name(
                  transaction.recipient(address("<a@example.net>"), now).verdict) ==
              "accept");
        const auto end = transaction.end(now, policy::Holding::Message);
        CHECK(policy::name(end.message.verdict) == "tag");
        CHECK(end.message.findings.front().symbol == "RDNS_MISSING");
        CHECK(transaction.iprev() == "permerror");
    }

    TEST_CASE("whoever names no organization speaks as its host")
    {
        Gateway gateway;
        const auto organization = [&](const std::string& yaml) {
            auto loaded = load_text("test.yaml", yaml);
            const Snapshot snapshot{
                loaded.configuration.settings, {}, 1, gateway.services()};
            return snapshot.rules_for(address("<a@example.net>")).organization;
        };
        CHECK(organization("organization: Example Ltd\nhostname: mx1.example.net") ==
              "Example Ltd");
        CHECK(organization("hostname: mx1.example.net") == "mx1.example.net");
        CHECK(organization("") == "This mail server");
    }

    TEST_CASE("a recipient that is refused takes no further part")
    {
        Gateway gateway;
        auto transaction = begin(gateway, "reverse_dns: {missing: {action: defer}}");
        const auto now = gateway.clock.now();
        const auto refused = transaction.recipient(address("<a@example.net>"), now);
        REQUIRE(policy::reply(refused.verdict) != nullptr);
        CHECK(policy::reply(refused.verdict)->code == 451);
        CHECK(transaction.recipients() == 0);
    }

    TEST_CASE("each recipient is judged by the first override that names it")
    {
        Gateway gateway;
        auto transaction = begin(gateway, overridden);
        const auto now = gateway.clock.now();
        transaction.recipient(address("<a@example.net>"), now);
        transaction.recipient(address("<b@example.com>"), now);
        const auto end = transaction.end(now, policy::Holding::Message);
        REQUIRE(end.recipients.size() == 2);
        CHECK(policy::name(end.recipients[0].verdict) == "tag");
        CHECK(policy::name(end.recipients[1].verdict) == "quarantine");
        CHECK(policy::name(end.message.verdict) == "quarantine");
    }

    TEST_CASE("what is decided alike for many recipients is told once")
    {
        const std::string raw = "MIME-Version: 1.0\r\n"
                                "Content-Type: application/octet-stream\r\n"
                                "Content-Disposition: attachment; filename=a.exe\r\n"
                                "\r\nMZ\r\n";
        Gateway gateway;
        const auto survey =
            attachment::survey(raw, nullptr, {}, gateway.clock.now(), gateway.clock);
        auto transaction = begin(gateway, R"(
local: {domains: [example.net]}
attachments:
  mode: strip
  rules:
    - {name: held, names: ["*.exe"], for: [held@example.net], action: quarantine}
    - {name: open, names: ["*.exe"], for: [open@example.net], action: allow}
    - {name: rest, names: ["*.exe"], action: strip}
)");
        const auto now = gateway.clock.now();
        for (const auto* name : {"a", "held", "b", "open", "held", "c", "open"})
            transaction.recipient(address('<' + std::string{name} + "@example.net>"),
                                  now);
        transaction.brought(survey);
        const auto end = transaction.end(now, policy::Holding::Recipients);
        REQUIRE(end.recipients.size() == 7);
        CHECK(end.held == std::vector<std::size_t>{1, 4});
        REQUIRE(end.message.removals.size() == 1);
        CHECK(end.message.removals[0].rule == "rest");
        CHECK(policy::name(end.message.verdict) == "tag");
        std::vector<bool> told;
        for (const auto& decision : end.recipients)
            told.push_back(!decision.findings.empty());
        CHECK(told == std::vector<bool>{true, true, false, true, false, false, false});
        CHECK(end.recipients[2].removals.empty());
    }

    TEST_CASE("a message is refused when all its recipients' rules agree")
    {
        Gateway gateway;
        auto transaction = begin(gateway, overridden);
        const auto now = gateway.clock.now();
        transaction.recipient(address("<a@example.com>"), now);
        transaction.recipient(address("<b@example.com>"), now);
        CHECK(policy::name(
                  transaction.end(now, policy::Holding::Message).message.verdict) ==
              "reject");
    }

    TEST_CASE("observing remembers at the end what RCPT would have refused")
    {
        Gateway gateway;
        auto transaction =
            begin(gateway, "mode: observe\nreverse_dns: {missing: {action: reject}}");
        const auto now = gateway.clock.now();
        transaction.recipient(address("<a@example.net>"), now);
        const auto end = transaction.end(now, policy::Holding::Message);
        CHECK(policy::name(end.message.verdict) == "accept");
        REQUIRE(end.message.withheld.has_value());
        CHECK(policy::name(*end.message.withheld) == "reject");
    }

    TEST_CASE("outbound mail has no findings and goes by its sender's rules")
    {
        Gateway gateway;
        auto transaction = begin(gateway, "", "192.0.2.7", inspect::Origin::Outbound);
        const auto now = gateway.clock.now();
        transaction.recipient(address("<a@elsewhere.example>"), now);
        const auto end = transaction.end(now, policy::Holding::Message);
        CHECK(end.message.findings.empty());
        CHECK(transaction.iprev().empty());
    }

    TEST_CASE("a snapshot is judged by until the end, whatever comes after it")
    {
        Gateway gateway;
        auto transaction = begin(gateway, "actions: {spam: accept}");
        const auto later = test::snapshot(gateway, "actions: {spam: reject}");
        const auto now = gateway.clock.now();
        transaction.recipient(address("<a@example.net>"), now);
        CHECK(policy::name(
                  transaction.end(now, policy::Holding::Message).message.verdict) ==
              "accept");
        CHECK(later->generation() == transaction.snapshot().generation() + 1);
    }
}

} // namespace mailreeve::snapshot
