#include "mailreeve/rdns/host_name.hh"
#include "mailreeve/rdns/proven_name.hh"

#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::rdns {

using test::ip;

TEST_SUITE("rdns")
{
    TEST_CASE("the MTA's name counts exactly when it proves one")
    {
        struct Case {
            const char* name;
            const char* address;
            ClientMacros macros;
            const char* expected; // empty: our own query decides
        };
        const Case cases[] = {
            {"Postfix", "192.0.2.7", {"mail.example.net", ""}, "mail.example.net"},
            {"Postfix, asked",
             "192.0.2.7",
             {"mail.example.net", "OK"},
             "mail.example.net"},
            {"IPv6", "2001:db8::1", {"mail.example.net", "OK"}, "mail.example.net"},
            {"case and dot",
             "192.0.2.7",
             {"Mail.Example.NET.", "ok"},
             "mail.example.net"},
            {"Postfix unknown", "192.0.2.7", {"unknown", ""}, ""},
            {"no PTR", "192.0.2.7", {"unknown", "FAIL"}, ""},
            {"lookup failed", "192.0.2.7", {"unknown", "TEMP"}, ""},
            {"Sendmail, forged", "192.0.2.7", {"[192.0.2.7]", "FORGED"}, ""},
            {"Sendmail, none", "192.0.2.7", {"[192.0.2.7]", "FAIL"}, ""},
            {"Sendmail, temporary", "192.0.2.7", {"[192.0.2.7]", "TEMP"}, ""},
            {"brackets alone", "192.0.2.7", {"[192.0.2.7]", ""}, ""},
            {"forged, named", "192.0.2.7", {"mail.example.net", "FORGED"}, ""},
            {"failed, named", "192.0.2.7", {"mail.example.net", "TEMP"}, ""},
            {"another word", "192.0.2.7", {"mail.example.net", "MAYBE"}, ""},
            {"not sent", "192.0.2.7", {"", ""}, ""},
            {"XCLIENT with ADDR alone", "192.0.2.7", {"localhost", "OK"}, ""},
            {"localhost in disguise", "192.0.2.7", {"localhost.localdomain", "OK"}, ""},
            {"below localhost", "192.0.2.7", {"mail.LocalHost", "OK"}, ""},
            {"/etc/hosts", "192.0.2.7", {"mailserver", "OK"}, ""},
            {"an address", "192.0.2.7", {"192.0.2.7", "OK"}, ""},
            {"reverse zone", "192.0.2.7", {"7.2.0.192.in-addr.arpa", "OK"}, ""},
            {"not a host's", "192.0.2.7", {"ma<il.example", "OK"}, ""},
            {"private client", "10.0.0.1", {"pc.example.net", "OK"}, ""},
            {"local client", "127.0.0.1", {"localhost", "OK"}, ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto proven = proven_name(ip(c.address), c.macros);
            CHECK(proven.value_or("") == c.expected);
        }
    }

    TEST_CASE("a host name is letters, digits, hyphens and underscores in labels")
    {
        const std::string long_label(63, 'a');
        const std::string longest = long_label + '.' + long_label + '.' + long_label +
                                    '.' + std::string(61, 'a');
        for (const std::string& name :
             {std::string{"mail.example.net"}, std::string{"MAIL.example"},
              std::string{"a_b.example"}, std::string{"_dmarc.example"},
              std::string{"7.example"}, std::string{"xn--bcher-kva.example"},
              std::string{"a.b4"}, longest}) {
            CAPTURE(name);
            CHECK(is_host_name(name));
        }
        for (const std::string& name :
             {std::string{}, std::string{"."}, std::string{"mail"}, std::string{"a..b"},
              std::string{".a.b"}, std::string{"a.b."}, std::string{"-a.b"},
              std::string{"a-.b"}, std::string{"a.b-"}, std::string{"192.0.2.7"},
              std::string{"b\xc3\xbc.example"}, std::string{"a b.example"},
              std::string{"a\\046b.example"}, std::string{"a.onion"},
              std::string{"a.INVALID"}, std::string{"localhost.example"}, longest + "a",
              long_label + "a.example"}) {
            CAPTURE(name);
            CHECK(!is_host_name(name));
        }
    }

    TEST_CASE("what is shown of a name is printable and bounded")
    {
        using namespace std::string_literals;
        CHECK(presentable("mail.example") == "mail.example");
        CHECK(presentable("a b\033\xff\0z"s) == "a\\032b\\027\\255\\000z");
        CHECK(presentable("a\\046b") == "a\\046b");
        CHECK(presentable(std::string(5000, '\n')).size() == 1020);
    }
}

} // namespace mailreeve::rdns
