#include "mailreeve/log/record.hh"

#include "test/support/hostile.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::log {

TEST_SUITE("log")
{
    TEST_CASE("a record is one line of ids, event and fields in order")
    {
        CHECK(Record{"verdict", {"1B7K0Q2M9XW3T", "4bX2"}}
                  .with("action", "tag")
                  .with("score", 620)
                  .with("subject", "two words")
                  .with("tagged", true)
                  .with("took", std::chrono::microseconds{12'045})
                  .text() == "1B7K0Q2M9XW3T 4bX2 verdict action=tag score=620 "
                             "subject=\"two words\" tagged=yes took=12.045");
        CHECK(Record{"start"}.text() == "- - start");
        CHECK(Record{"x", {"id", ""}}.with("n", std::uint64_t{7}).text() ==
              "id - x n=7");
        CHECK(Record{"x"}.with("text", std::string{"a b"}).text() ==
              "- - x text=\"a b\"");
        CHECK(Record{"x"}.with("t", std::chrono::milliseconds{-5}).text() ==
              "- - x t=0.000");
    }

    TEST_CASE("whatever the values hold, a record is one line")
    {
        for (const auto& text : test::hostile_texts()) {
            CAPTURE(text.substr(0, 40));
            const auto line =
                Record{"verdict", {text, text}}.with("a", text).with("b", text).text();
            CHECK(std::ranges::none_of(line, [](char c) { return c >= 0 && c < ' '; }));
            CHECK(line.size() < 4096);
        }
        CHECK(Record{"verdict", {"a b", "c"}}.text() == "\"a b\" c verdict");
    }

    TEST_CASE("what finds no room in a record is counted")
    {
        Record record{"verdict"};
        for (int i = 0; i < 100; ++i)
            record.with("key", std::string(200, 'a'));
        const auto line = record.text();
        CHECK(line.size() <= max_record + 20);
        CHECK(line.find(" left_out=6") != std::string::npos);
    }

    TEST_CASE("a value may be given more room than usual")
    {
        const std::string findings(2000, 'x');
        CHECK(Record{"verdict"}
                  .with("findings", findings, 4096)
                  .text()
                  .ends_with(findings));
    }

    TEST_CASE("severities have names")
    {
        CHECK(name(Severity::Debug) == "debug");
        CHECK(name(Severity::Critical) == "critical");
    }
}

} // namespace mailreeve::log
