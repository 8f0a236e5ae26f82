#include "mailreeve/bounce/salvage.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::bounce {

namespace {

// Each segment in brackets, "+" before those with the header of a part.
std::string shape(std::string_view content, std::size_t max = 10)
{
    std::string text;
    for (const auto& part : salvage(content, max))
        text.append(part.has_header ? "+" : "")
            .append("[")
            .append(part.text)
            .append("]");
    return text;
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("bytes are divided at lines that look like boundaries")
    {
        CHECK(shape("a\n--b\nContent-Type: text/plain\n\nx\n--b--\ny\n") ==
              "[a\n]+[Content-Type: text/plain\n\nx\n][y\n]");
        CHECK(shape("--b\r\ncontent-type: a\r\n\r\nx\r\n") ==
              "[]+[content-type: a\r\n\r\nx\r\n]");
        CHECK(shape("no boundary\n") == "[no boundary\n]");
        CHECK(shape("") == "[]");
    }

    TEST_CASE("signatures and drawn lines are no boundaries")
    {
        CHECK(shape("a\n-- \nb\n------\nc\n-- - --\n-- b\n") ==
              "[a\n-- \nb\n------\nc\n-- - --\n-- b\n]");
    }

    TEST_CASE("a boundary that was folded leaves a line before the header of its part")
    {
        CHECK(shape("--===_ _= \n   2283630\nContent-Type: a\n\nx\n") ==
              "[]+[Content-Type: a\n\nx\n]");
        CHECK(shape("--b\n\nContent-Type: in the text\n") ==
              "[][\nContent-Type: in the text\n]");
    }

    TEST_CASE("the last of too many segments has all the rest")
    {
        CHECK(shape("a\n--b\nc\n--b\nd\n", 2) == "[a\n][c\n--b\nd\n]");
        CHECK(shape("a\n--b\n", 1) == "[a\n--b\n]");
    }

    TEST_CASE("a delivery status is announced by the header of a part")
    {
        CHECK(announces_status("x\nContent-Type: message/delivery-status\n"));
        CHECK(announces_status("content-type:message/global-delivery-status; a=b\r\n"));
        CHECK_FALSE(announces_status("Content-Type: text/plain\n"));
        CHECK_FALSE(announces_status("a Content-Type: message/delivery-status\n"));
    }
}

} // namespace mailreeve::bounce
