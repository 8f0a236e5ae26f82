#include "mailreeve/bounce/header_block.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

namespace {

// "name=value" of each field, blocks by "|", a status in brackets.
std::string shape(const std::vector<HeaderBlock>& blocks)
{
    std::string text;
    for (const auto& block : blocks) {
        text += text.empty() ? "" : "|";
        text += block.is_status ? "[" : "";
        for (const auto& field : block.fields)
            text += field.name + "=" + mail::unfold(field.value) + ";";
        text += block.is_status ? "]" : "";
    }
    return text;
}

std::string shape(std::string_view text)
{
    Work work{text.size()};
    return shape(find_blocks(text, work, {}));
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a block of fields is a returned header by what it has")
    {
        struct Case {
            const char* text;
            const char* expected;
        };
        const Case cases[] = {
            {"Message-ID: <a@x>\n", "Message-ID=<a@x>;"},
            {"Received: from x\n", "Received=from x;"},
            {"Return-Path: <a@x>\n", "Return-Path=<a@x>;"},
            {"From: a\nTo: b\nSubject: c\n", "From=a;To=b;Subject=c;"},
            {"To: b\nSubject: c\n", ""},
            {"To: b\nSubject: c\nSent: d\n", ""},
            {"X-Mailer: a\nSubject: c\n", ""},
            {"Reporting-MTA: dns; x\n", "[Reporting-MTA=dns; x;]"},
            {"Action: failed\nStatus: 5.1.1\n", "[Action=failed;Status=5.1.1;]"},
            {"Status: RO\nMessage-ID: <a@x>\n", "Status=RO;Message-ID=<a@x>;"},
            {"Received: x\nOriginal-Recipient: rfc822;a\nStatus: RO\n",
             "Received=x;Original-Recipient=rfc822;a;Status=RO;"},
            {"no fields at all: none\n", ""},
            {"http://example.net: a\nfe80::1 b\n", ""},
            {"", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(shape(c.text) == c.expected);
        }
    }

    TEST_CASE("what happens to a header on its way back is borne")
    {
        constexpr auto expected = "Received=from x by y;X-A=b c;Message-ID=<a@x>;";
        struct Case {
            const char* name;
            const char* text;
        };
        const Case cases[] = {
            {"nothing", "Received: from x\n by y\nX-A: b\n c\nMessage-ID: <a@x>\n"},
            {"CRLF",
             "Received: from x\r\n by y\r\nX-A: b\r\n c\r\nMessage-ID: <a@x>\r\n"},
            {"CR", "Received: from x\r by y\rX-A: b\r c\rMessage-ID: <a@x>\r"},
            {"prose around it", "Here it is:\n\nReceived: from x\n by y\nX-A: b\n "
                                "c\nMessage-ID: <a@x>\n\nBye\n"},
            {"quoted",
             "> Received: from x\n>  by y\n> X-A: b\n>  c\n> Message-ID: <a@x>\n"},
            {"quoted without space",
             ">Received: from x\n> by y\n>X-A: b\n> c\n>Message-ID: <a@x>\n"},
            {"barred",
             "| Received: from x\n|  by y\n| X-A: b\n|  c\n| Message-ID: <a@x>\n"},
            {"indented", "    Received: from x\n     by y\n    X-A: b\n     c\n    "
                         "Message-ID: <a@x>\n"},
            {"indented by tabs",
             "\tReceived: from x\n\t by y\n\tX-A: b\n\t c\n\tMessage-ID: <a@x>\n"},
            {"lost folding", "Received: from x\nby y\nX-A: b\nc\nMessage-ID: <a@x>\n"},
            {"no space after colons",
             "Received:from x\n by y\nX-A:b\n c\nMessage-ID:<a@x>\n"},
            {"space before colons",
             "Received : from x\n by y\nX-A : b\n c\nMessage-ID : <a@x>\n"},
            {"an empty line inside",
             "Received: from x\n by y\n\nX-A: b\n c\nMessage-ID: <a@x>\n"},
            {"behind a mailbox line", "From a@x Mon Nov 16\nReceived: from x\n by "
                                      "y\nX-A: b\n c\nMessage-ID: <a@x>\n"},
            {"before a boundary line",
             "Received: from x\n by y\nX-A: b\n c\nMessage-ID: <a@x>\n--b\nTo: c\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(shape(c.text) == expected);
        }
    }

    TEST_CASE("an empty line ends a header that is whole, and a status")
    {
        CHECK(shape("From: a\nTo: b\nMessage-ID: <a@x>\n\nSubject: of the body\n") ==
              "From=a;To=b;Message-ID=<a@x>;");
        CHECK(shape("Reporting-MTA: dns; x\n\nReceived: y\n") ==
              "[Reporting-MTA=dns; x;]|Received=y;");
    }

    TEST_CASE("a header right behind a status is not part of it")
    {
        CHECK(shape("Final-Recipient: a\nAction: failed\nReceived: y\n") ==
              "[Final-Recipient=a;Action=failed;]|Received=y;");
    }

    TEST_CASE(
        "a line of a folded field that looks like a Message-ID is not taken for it")
    {
        Work work{1'000};
        const auto header =
            first_header("DKIM-Signature: h=From:\nMessage-ID:To;\nReceived: x\n"
                         "Message-ID: <a@x>\n",
                         work, {});
        REQUIRE(header);
        CHECK(mail::unfold(*message_id_of(header->fields)) == "<a@x>");
    }

    TEST_CASE("the first header is found without reading what follows")
    {
        const std::string text = "Action: failed\nStatus: 5\n\nFrom: a\nTo: b\n"
                                 "Message-ID: <a@x>\n\n" +
                                 std::string(1'000, '\n');
        Work work{500};
        const auto header = first_header(text, work, {});
        REQUIRE(header);
        CHECK(shape({*header}) == "From=a;To=b;Message-ID=<a@x>;");
        CHECK_FALSE(work.is_over());
    }

    TEST_CASE("fields and bytes of a block have a bound")
    {
        ReadingLimits limits;
        limits.fields = 2;
        limits.block_bytes = 100;
        Work work{10'000};
        const auto few = find_blocks("Received: a\nTo: b\nCc: c\n d\n", work, limits);
        CHECK(shape(few) == "Received=a;To=b;");
        CHECK(work.is_over());
        const auto small =
            find_blocks("Received: a\n" + std::string(200, ' ') + "b\n", work, limits);
        CHECK(shape(small) == "Received=a;");
    }
}

} // namespace mailreeve::bounce
