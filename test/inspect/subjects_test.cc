#include "mailreeve/inspect/subjects.hh"

#include "test/support/gateway.hh"

#include <doctest/doctest.h>

namespace mailreeve::inspect {

TEST_SUITE("inspect")
{
    TEST_CASE("the origin of a message follows client, service and authentication")
    {
        const auto local = test::site().local;
        const auto stranger = test::client("192.0.2.7");
        auto submission = stranger;
        submission.daemon_name = "ORIGINATING";
        struct Case {
            const char* name;
            Client client;
            Submission submission;
            Origin origin;
        };
        const Case cases[] = {
            {"stranger", stranger, {}, Origin::Inbound},
            {"authenticated", stranger, {"user", false}, Origin::Outbound},
            {"by hand", Client{}, {"", true}, Origin::Outbound},
            {"no address", Client{}, {}, Origin::Inbound},
            {"our network", test::client("198.51.100.7"), {}, Origin::Outbound},
            {"mapped into IPv6",
             test::client("::ffff:198.51.100.7"),
             {},
             Origin::Outbound},
            {"loopback", test::client("127.0.0.1"), {}, Origin::Outbound},
            {"a service of ours", submission, {}, Origin::Outbound},
            {"relay", test::client("203.0.113.25"), {}, Origin::Relay},
            {"authenticated through a relay",
             test::client("203.0.113.25"),
             {"user", false},
             Origin::Outbound},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(origin(c.client, c.submission, local) == c.origin);
        }
    }

    TEST_CASE("origins have names")
    {
        CHECK(name(Origin::Inbound) == "inbound");
        CHECK(name(Origin::Outbound) == "outbound");
        CHECK(name(Origin::Relay) == "relay");
    }
}

} // namespace mailreeve::inspect
