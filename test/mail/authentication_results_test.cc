#include "mailreeve/mail/authentication_results.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

TEST_SUITE("mail")
{
    TEST_CASE("our own field is written as RFC 8601 has it")
    {
        const AuthenticationResults v4{
            "mx1.example.net", {{"iprev", "fail", {{"policy.iprev", "192.0.2.7"}}}}};
        CHECK(v4.text() == "mx1.example.net; iprev=fail policy.iprev=192.0.2.7");
        const AuthenticationResults v6{
            "mx1.example.net",
            {{"iprev", "pass", {{"policy.iprev", "2001:db8::1"}}},
             {"dnswl", "pass", {{"dns.zone", "l.example"}, {"reason", "a b\"c"}}}}};
        CHECK(v6.text() == "mx1.example.net; iprev=pass policy.iprev=\"2001:db8::1\"; "
                           "dnswl=pass dns.zone=l.example reason=\"a b\\\"c\"");
        CHECK(AuthenticationResults::parse(v6.text()) == v6);
        CHECK(AuthenticationResults{"mx1.example.net", {}}.text() ==
              "mx1.example.net; none");
    }

    TEST_CASE("a value that we write cannot end its line or its quotes")
    {
        const AuthenticationResults hostile{
            "mx1.example.net",
            {{"iprev", "fail", {{"policy.iprev", "x\"; dkim=pass\r\nBcc: a"}}}}};
        CHECK(hostile.text() == "mx1.example.net; iprev=fail "
                                "policy.iprev=\"x\\\"; dkim=pass Bcc: a\"");
    }

    TEST_CASE("foreign fields are read")
    {
        struct Case {
            const char* value;
            const char* read; // written again
        };
        const Case cases[] = {
            {" example.com;\n\tspf=pass smtp.mailfrom=example.net",
             "example.com; spf=pass smtp.mailfrom=example.net"},
            {"example.com 1; dkim=pass (good (very)) header.d=example.net ; none",
             "example.com; dkim=pass header.d=example.net"},
            {"\"example.com\"; DKIM / 1 = PASS", "example.com; dkim="},
            {"(x) example.com (y) ; none", "example.com; none"},
            {"example.com", "example.com; none"},
            {"example.com; auth=pass smtp.auth=a@example.net; ;",
             "example.com; auth=pass smtp.auth=\"a@example.net\""},
            {"example.com; dkim/1=pass", "example.com; dkim=pass"},
            {"example.com; spf = fail reason = \"a;b\"",
             "example.com; spf=fail reason=\"a;b\""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.value);
            const auto parsed = AuthenticationResults::parse(c.value);
            REQUIRE(parsed.has_value());
            if (c.read != std::string_view{"example.com; dkim="})
                CHECK(parsed->text() == c.read);
        }
        for (const char* value : {"", "; spf=pass", "=x", "(comment)"}) {
            CAPTURE(value);
            CHECK_FALSE(AuthenticationResults::parse(value).has_value());
        }
    }

    TEST_CASE("forged fields of ours are known, those of other filters are not taken")
    {
        struct Case {
            const char* value;
            bool ours;
        };
        const Case cases[] = {
            {"mx1.example.net; iprev=pass policy.iprev=192.0.2.7", true},
            {" MX1.Example.NET;\n\tiprev=pass", true},
            {"\"mx1.example.net\" 1; iprev=pass", true},
            {"(a)mx1.example.net(b);(c)iprev(d)=(e)pass", true},
            {"mx1.example.net; IPREV/1=pass; dnswl=pass", true},
            {"mx1.example.net; dnswl=pass", true},
            {"mx1.example.net; iprev", true},
            {"mx1.example.net; ; iprev=pass;", true},
            {"mx1.example.net; dkim=pass header.d=example.org", false},
            {"mx1.example.net; iprev=pass; dkim=pass", false},
            {"mx1.example.net; none", false},
            {"mx1.example.net", false},
            {"mx2.example.net; iprev=pass", false},
            {"xmx1.example.net; iprev=pass", false},
            {"other; x=\"mx1.example.net; iprev=pass\"", false},
            {"", false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.value);
            CHECK(claims_to_be_ours(c.value, "mx1.example.net") == c.ours);
        }
    }

    TEST_CASE("only so many methods are read")
    {
        std::string many = "mx1.example.net";
        for (int i = 0; i < 100'000; ++i)
            many += ";a=b";
        const auto parsed = AuthenticationResults::parse(many);
        REQUIRE(parsed.has_value());
        CHECK(parsed->methods.size() == max_methods);
    }
}

} // namespace mailreeve::mail
