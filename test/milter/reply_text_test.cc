#include "milter/reply_text.hh"

#include "test/support/hostile.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::milter {

namespace {

Id some_id()
{
    return Id::from(WallTime{std::chrono::seconds{1'795'000'000}}, 42);
}

bool is_fit(const std::string& text)
{
    return text.size() <= max_reply_text &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("a reply ends with the id of the transaction")
    {
        const auto shown =
            presentable({451, "4.7.1", "Access temporarily denied."}, some_id());
        CHECK(shown.text == "Access temporarily denied. (id " + some_id().text() + ')');
        CHECK(line(shown) == "451 4.7.1 " + shown.text);
    }

    TEST_CASE("whatever the text holds, the reply is one line of printable ASCII")
    {
        for (const auto& hostile : test::hostile_texts()) {
            CAPTURE(hostile.substr(0, 40));
            const auto shown = presentable({550, "5.7.1", hostile}, some_id());
            CHECK(is_fit(shown.text));
            CHECK(shown.text.ends_with(some_id().text() + ')'));
        }
    }

    TEST_CASE("percent signs stay: only libmilter must have them doubled")
    {
        CHECK(presentable({550, "5.7.1", "100% %n%s"}, some_id()).text ==
              "100% %n%s (id " + some_id().text() + ')');
    }

    TEST_CASE("an enhanced code of another class is replaced")
    {
        struct Case {
            int code;
            const char* enhanced;
            const char* expected;
        };
        const Case cases[] = {
            {451, "4.7.1", "4.7.1"}, {550, "5.7.25", "5.7.25"}, {451, "5.7.1", "4.7.1"},
            {550, "4.7.1", "5.7.1"}, {550, "", "5.7.1"},        {421, "4", "4.7.1"},
            {421, "4.3.2", "4.3.2"}, {554, "55.1", "5.7.1"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.code);
            CAPTURE(c.enhanced);
            CHECK(presentable({c.code, c.enhanced, "x"}, some_id()).enhanced ==
                  c.expected);
        }
    }

    TEST_CASE("our own troubles are always temporary")
    {
        for (const auto& reply : {too_many_sessions(), too_much_work(),
                                  too_many_recipients(), internal_error()}) {
            CHECK(reply.code / 100 == 4);
            CHECK(presentable(reply, some_id()).enhanced == reply.enhanced);
        }
    }
}

} // namespace mailreeve::milter
