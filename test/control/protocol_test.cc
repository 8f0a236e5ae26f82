#include "control/protocol.hh"

#include <doctest/doctest.h>

namespace mailreeve::control {

TEST_SUITE("control")
{
    TEST_CASE("a request is a verb, and for some the word json")
    {
        struct Case {
            const char* line;
            std::optional<Request> expected;
        };
        const Case cases[] = {
            {"status", Request{Verb::Status, Form::Text}},
            {"status json", Request{Verb::Status, Form::Json}},
            {"metrics", Request{Verb::Metrics, Form::Text}},
            {"reload", Request{Verb::Reload, Form::Text}},
            {"reload json", Request{Verb::Reload, Form::Json}},
            {"stop", Request{Verb::Stop, Form::Text}},
            {"", {}},
            {" ", {}},
            {"STATUS", {}},
            {"status ", {}},
            {"status  json", {}},
            {"status json ", {}},
            {"status\r", {}},
            {"metrics json", {}},
            {"stop json", {}},
            {"statusjson", {}},
            {"GET / HTTP/1.1", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.line);
            CHECK(parse_request(c.line) == c.expected);
            if (c.expected)
                CHECK(text(*c.expected) == c.line + std::string{"\n"});
        }
    }

    TEST_CASE("a request that is too long is none")
    {
        CHECK_FALSE(parse_request("status" + std::string(max_request, ' ')));
        CHECK_FALSE(parse_request(std::string(std::size_t{1} << 20U, 'a')));
    }

    TEST_CASE("a reply is framed by its length")
    {
        CHECK(frame({Outcome::Ok, "two\nlines\n"}) == "ok 10\ntwo\nlines\n");
        CHECK(frame({Outcome::Failed, ""}) == "failed 0\n");
        const auto cut = frame({Outcome::Ok, std::string(max_reply + 9, 'x')});
        CHECK(cut.size() == max_reply + std::string{"ok 16777216\n"}.size());
    }

    TEST_CASE("only the head of a reply is taken for one")
    {
        struct Case {
            const char* line;
            std::optional<ReplyHead> expected;
        };
        const Case cases[] = {
            {"ok 0", ReplyHead{Outcome::Ok, 0}},
            {"failed 12", ReplyHead{Outcome::Failed, 12}},
            {"refused 16777216", ReplyHead{Outcome::Refused, max_reply}},
            {"ok 16777217", {}},
            {"ok 99999999999999999999999", {}},
            {"ok -1", {}},
            {"ok +1", {}},
            {"ok 1 ", {}},
            {"ok  1", {}},
            {"ok", {}},
            {"ok ", {}},
            {"fine 1", {}},
            {"", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.line);
            CHECK(parse_reply_head(c.line) == c.expected);
        }
    }
}

} // namespace mailreeve::control
