#include "ctl/postfix.hh"
#include "ctl/postfix_milter.hh"
#include "ctl/postfix_review.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

TEST_SUITE("ctl")
{
    TEST_CASE("what postconf writes is read")
    {
        const auto parameters = parse_parameters("smtpd_milters = unix:a, inet:b:1\n"
                                                 "non_smtpd_milters = $smtpd_milters\n"
                                                 "empty =\nno equals sign\n");
        CHECK(parameters.size() == 3);
        CHECK(parameters.at("smtpd_milters") == "unix:a, inet:b:1");
        CHECK(parameters.at("empty").empty());
    }

    TEST_CASE("the services of master.cf are read, with their options")
    {
        auto services = parse_services(
            "smtp       inet  n       -       y       -       -       smtpd\n"
            "submission inet  n       -       n       -       -       smtpd\n"
            "    -o smtpd_milters=inet:127.0.0.1:1\n"
            "pickup     unix  n       -       -       60      1       pickup\n"
            "too        short\n",
            false);
        add_overrides(services, "submission/inet/smtpd_milters = inet:127.0.0.1:1\n"
                                "none/inet/x = y\nsmtp/inet/syslog_name = a=b\n");
        REQUIRE(services.size() == 3);
        CHECK(services[0] ==
              PostfixService{"smtp", "inet", true, "smtpd", {{"syslog_name", "a=b"}}});
        CHECK(services[1].overrides.at("smtpd_milters") == "inet:127.0.0.1:1");
        CHECK_FALSE(services[1].chroot);
        CHECK_FALSE(services[2].chroot);
    }

    TEST_CASE("a dash in master.cf is a chroot where Postfix is to be as it was")
    {
        const auto smtp = "smtp inet n - - - - smtpd\n";
        CHECK(parse_services(smtp, true).at(0).chroot);
        CHECK_FALSE(parse_services(smtp, false).at(0).chroot);
        CHECK(chroots_unasked({}));
        CHECK(chroots_unasked({{"compatibility_level", "0"}}));
        CHECK_FALSE(chroots_unasked({{"compatibility_level", "1"}}));
        CHECK_FALSE(chroots_unasked({{"compatibility_level", "3.6"}}));
    }

    TEST_CASE("a value is that of the service, with its references put in")
    {
        Postfix postfix;
        postfix.parameters = {{"a", "unix:x"},
                              {"b", "$a, ${a} $(a) $none $$"},
                              {"loop", "$loop"},
                              {"conditional", "${a?yes}"}};
        const PostfixService service{"smtp", "inet", false, "smtpd", {{"a", "own $b"}}};
        CHECK(postfix.value("b") == "unix:x, unix:x unix:x $none $$");
        CHECK(postfix.value("a", &service) == "own unix:x, unix:x unix:x $none $$");
        CHECK(postfix.value("b", &service) == postfix.value("b"));
        CHECK(postfix.value("loop") == "$loop");
        CHECK(postfix.value("conditional") == "${a?yes}");
        CHECK_FALSE(postfix.value("none"));
    }

    TEST_CASE("milters are named one after the other, some with attributes")
    {
        using Milters = std::vector<PostfixMilter>;
        struct Case {
            const char* text;
            Milters expected;
        };
        const Case cases[] = {
            {"", {}},
            {" , ", {}},
            {"unix:a", {{"unix:a", {}}}},
            {"unix:a inet:b:1,unix:c",
             {{"unix:a", {}}, {"inet:b:1", {}}, {"unix:c", {}}}},
            {"{ unix:a, default_action=accept }, inet:b:1",
             {{"unix:a", {{"default_action", "accept"}}}, {"inet:b:1", {}}}},
            {"{unix:a,{ command_timeout = 10s },protocol=4}",
             {{"unix:a", {{"command_timeout", "10s"}, {"protocol", "4"}}}}},
            {"{unix:a", {{"unix:a", {}}}},
            {"{", {{"", {}}}},
            {"{unix:a {", {{"unix:a", {}}}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(parse_milters(c.text) == c.expected);
        }
    }

    TEST_CASE("a milter leads to our socket as Postfix sees it")
    {
        struct Case {
            const char* milter;
            const char* listen;
            bool chroot;
            Leads expected;
        };
        const char* const in_queue = "unix:/var/spool/postfix/mailreeve/milter.sock";
        const char* const in_run = "unix:/run/mailreeve/milter.sock";
        const Case cases[] = {
            {"unix:mailreeve/milter.sock", in_queue, true, Leads::Here},
            {"unix:mailreeve/milter.sock", in_queue, false, Leads::Here},
            {"unix:/mailreeve/milter.sock", in_queue, true, Leads::Here},
            {"unix:/mailreeve/milter.sock", in_queue, false, Leads::Astray},
            {"unix:/var/spool/postfix/mailreeve/milter.sock", in_queue, false,
             Leads::Here},
            {"unix:/var/spool/postfix/mailreeve/milter.sock", in_queue, true,
             Leads::Astray},
            {"local:/run/mailreeve/milter.sock", in_run, false, Leads::Here},
            {"unix:/run/mailreeve/milter.sock", in_run, true, Leads::Astray},
            {"unix:/run/opendkim/opendkim.sock", in_run, false, Leads::Elsewhere},
            {"inet:localhost:8891", "inet:8891@127.0.0.1", true, Leads::Here},
            {"inet:127.0.0.1:8891", "inet:8891@127.0.0.1", true, Leads::Here},
            {"inet:[::1]:8891", "inet6:8891@[::1]", true, Leads::Here},
            {"inet:127.0.0.1:8892", "inet:8891@127.0.0.1", true, Leads::Elsewhere},
            {"inet:192.0.2.1:8891", "inet:8891@192.0.2.1", true, Leads::Here},
            {"inet:192.0.2.2:8891", "inet:8891@192.0.2.1", true, Leads::Elsewhere},
            {"inet:192.0.2.2:8891", "inet:8891@0.0.0.0", true, Leads::Here},
            {"unix:/run/mailreeve/milter.sock", "inet:8891@127.0.0.1", false,
             Leads::Elsewhere},
            {"nonsense", in_run, false, Leads::Elsewhere},
        };
        for (const auto& c : cases) {
            CAPTURE(c.milter);
            CAPTURE(c.chroot);
            const auto listen = snapshot::parse_listen_address(c.listen).value();
            CHECK(leads({c.milter, {}}, listen, {"/var/spool/postfix", c.chroot}) ==
                  c.expected);
        }
    }

    TEST_CASE("a time of Postfix's has a unit, or counts seconds")
    {
        using std::chrono::seconds;
        CHECK(parse_postfix_time("30s") == seconds{30});
        CHECK(parse_postfix_time("30") == seconds{30});
        CHECK(parse_postfix_time("5m") == seconds{300});
        CHECK(parse_postfix_time("1h") == seconds{3600});
        CHECK(parse_postfix_time("1d") == seconds{86'400});
        CHECK(parse_postfix_time("1w") == seconds{604'800});
        for (const char* text : {"", "s", "-1s", "1 s", "1x", "99999999999s"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_postfix_time(text));
        }
    }
}

} // namespace mailreeve::ctl
