#include "ctl/lookup.hh"

#include "test/ctl/output.hh"
#include "test/support/fake_clock.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/gateway.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

using test::FakeResolver;

namespace {

struct Stage {
    FakeResolver resolver;
    test::FakeClock clock;
    test::Output output;
    rbl::Lists lists{std::make_shared<const rbl::List>(
                         test::deny_list("bl.example", {rbl::Subject::Client})),
                     std::make_shared<const rbl::List>(test::deny_list(
                         "dbl.example", {rbl::Subject::Helo, rbl::Subject::Ptr}))};

    Exit look_up(const std::string& what, bool json = false)
    {
        return lookup(what, lists, {resolver, clock}, clock.now(),
                      json ? output.json : output.console);
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("an address is looked up in reverse DNS and in every list")
    {
        Stage stage;
        stage.resolver.with_names("192.0.2.7", {"mail.example.org"})
            .with("mail.example.org", {"192.0.2.7"})
            .with("7.2.0.192.bl.example", {"127.0.0.2"})
            .with_texts("7.2.0.192.bl.example", {"spam \x1b[2J"});
        CHECK(stage.look_up("192.0.2.7") == Exit::Ok);
        CHECK(stage.output.out.str() ==
              "QUESTION     TIME  ANSWER                                TEXT\n"
              "reverse DNS  0 ms  confirmed mail.example.org\n"
              "bl.example   0 ms  listed 127.0.0.2 (RBL_TEST_HIT 4.00)  spam \\x1b[2J\n"
              "dbl.example  0 ms  not listed\n");
    }

    TEST_CASE("a name is looked up with its addresses and in the lists of names")
    {
        Stage stage;
        stage.resolver.with("spam.example.org", {"192.0.2.7", "2001:db8::7"})
            .with("spam.example.org.dbl.example", {"127.255.255.254"});
        CHECK(stage.look_up("spam.example.org") == Exit::Ok);
        const auto told = stage.output.out.str();
        CAPTURE(told);
        CHECK(told.find("A            0 ms  192.0.2.7\n") != std::string::npos);
        CHECK(told.find("AAAA         0 ms  2001:db8::7\n") != std::string::npos);
        CHECK(told.find("dbl.example  0 ms  refused: dbl.example ") !=
              std::string::npos);
        CHECK(told.find("\nbl.example") == std::string::npos);
    }

    TEST_CASE("a failed lookup is told as unknown")
    {
        Stage stage;
        stage.resolver.failing("a.example.org").silent("a.example.org.dbl.example");
        CHECK(stage.look_up("a.example.org") == Exit::Ok);
        const auto told = stage.output.out.str();
        CAPTURE(told);
        CHECK(told.find("unknown: timeout") != std::string::npos);
        CHECK(told.find("no-answer") != std::string::npos);
    }

    TEST_CASE("what is neither address nor name is refused, and shown safely")
    {
        Stage stage;
        CHECK(stage.look_up("a..b\x1b") == Exit::Usage);
        CHECK(stage.output.err.str() ==
              "mailreevectl: a..b\\x1b is neither an address nor a name\n");
    }

    TEST_CASE("a lookup is told to programs as one object")
    {
        Stage stage;
        stage.resolver.with("7.2.0.192.bl.example", {"127.0.0.2"});
        CHECK(stage.look_up("192.0.2.7", true) == Exit::Ok);
        const auto told = stage.output.out.str();
        CAPTURE(told);
        CHECK(told.find("\"answer\": \"missing") != std::string::npos);
        CHECK(told.find("\"points\": 4.00") != std::string::npos);
    }
}

} // namespace mailreeve::ctl
