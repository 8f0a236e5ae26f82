#include "mailreeve/bounce/bound.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

TEST_SUITE("bounce")
{
    TEST_CASE("an address is compared without tags, case and national alphabets")
    {
        struct Case {
            const char* address;
            const char* expected;
        };
        const Case cases[] = {
            {"<>", ""},
            {"", ""},
            {"<Alice@Example.NET>", "alice@example.net"},
            {"alice@b\u00fccher.example", "alice@xn--bcher-kva.example"},
            {"J\u00d6RG@example.net", "j\u00d6rg@example.net"},
            {"postmaster", "postmaster"},
            {"alice@[192.0.2.7]", "alice@[192.0.2.7]"},
            {"alice@[IPv6:2001:DB8::1]", "alice@[ipv6:2001:db8::1]"},
            {"\"Alice B\"@example.net", "\"alice b\"@example.net"},
            {"\"alice\"@example.net", "alice@example.net"},
            {"alice+news@example.net", "alice+news@example.net"},
            {"prvs=0123abcdef=Alice@example.net", "alice@example.net"},
            {"PRVS=0123ABCDEF=alice@example.net", "alice@example.net"},
            {"prvs=alice=0123abcdef@example.net", "alice@example.net"},
            {"btv1==0123abcdef1==alice@example.net", "alice@example.net"},
            {"msprvs1=17634Ab_c-9ZkQ=alice@example.net", "alice@example.net"},
            {"alice+prvs=0123abcdef@example.net", "alice@example.net"},
            {"prvs=0123abcdef=alice+prvs=0123abcdef@example.net", "alice@example.net"},
            {"prvs=tag=alice@example.net", "prvs=tag=alice@example.net"},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.address});
            const auto text = normalised(test::address(c.address));
            CHECK(text == c.expected);
            CHECK(normalised(test::address(text)) == text);
        }
    }

    TEST_CASE("an address that is not well formed is its text in lower case")
    {
        CHECK(normalised(mail::Address::tolerant("<A b@c d>")) == "a b@c d");
    }

    TEST_CASE("what a stamp binds is taken out of raw fields")
    {
        struct Case {
            std::string name;
            std::string from;
            std::string message_id;
            Bound expected;
        };
        const Case cases[] = {
            {"plain",
             " alice@example.net",
             " <1@x>",
             {"s@example.net", "alice@example.net", "1@x"}},
            {"a display name",
             " \"Bob, the\" <Alice@Example.net>",
             "<1@x>",
             {"s@example.net", "alice@example.net", "1@x"}},
            {"an encoded name, folded",
             " =?utf-8?q?Al=C3=AF?=\r\n <alice@example.net>",
             "\r\n <1@x>\r\n",
             {"s@example.net", "alice@example.net", "1@x"}},
            {"a comment",
             " alice@example.net (Alice)",
             " (c) <1@x>",
             {"s@example.net", "alice@example.net", "1@x"}},
            {"two authors",
             " alice@example.net, bob@example.net",
             "<1@x>",
             {"s@example.net", "alice@example.net", "1@x"}},
            {"a group",
             " team: alice@example.net;",
             "<1@x>",
             {"s@example.net", "alice@example.net", "1@x"}},
            {"the case of an id counts", "", "<AbC@X>", {"s@example.net", "", "AbC@X"}},
            {"nothing", "", "", {"s@example.net", "", ""}},
            {"nothing that can be read",
             " undisclosed",
             " <>",
             {"s@example.net", "", ""}},
            {"a tagged author",
             " prvs=0123abcdef=alice@example.net",
             "<1@x>",
             {"s@example.net", "alice@example.net", "1@x"}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(bound(test::address("S@example.net"), c.from, c.message_id) ==
                  c.expected);
        }
    }
}

} // namespace mailreeve::bounce
