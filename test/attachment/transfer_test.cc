#include "mailreeve/attachment/transfer.hh"

#include "mailreeve/mime/decode.hh"
#include "test/mime/tree.hh"
#include "test/support/dice.hh"

namespace mailreeve::attachment {

namespace {

std::string read_back(const std::string& encoding, const std::string& content)
{
    const auto message =
        "Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + content;
    return mime::decoded(test::tree(message), message, message.size());
}

std::size_t longest_line(std::string_view text)
{
    std::size_t longest = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        longest = std::max(longest, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return longest;
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("what is encoded reads back, in short lines")
    {
        test::Dice dice{11};
        for (int i = 0; i < 5'000; ++i) {
            const auto text = dice.text("a-.F=\r\n \t\xff\0x", dice.below(300));
            CAPTURE(i);
            const auto base64 = base64_lines(text, "\r\n");
            REQUIRE(read_back("base64", base64) == text);
            const auto quoted = quoted_printable(text, "\r\n");
            REQUIRE(read_back("quoted-printable", quoted) == text);
            const auto bytes = quoted_printable_bytes(text, "\r\n");
            REQUIRE(read_back("quoted-printable", bytes) == text);
            REQUIRE(longest_line(base64) <= 77);
            REQUIRE(longest_line(quoted) <= 77);
            REQUIRE(longest_line(bytes) <= 77);
        }
    }

    TEST_CASE("no line in quoted-printable is taken for something else")
    {
        std::string text = "--boundary\n.\nFrom here\n";
        CHECK(quoted_printable(text, "\n") == "=2D-boundary\n=2E\n=46rom here\n");
        for (std::size_t size = 60; size < 90; ++size) {
            const auto line = quoted_printable(std::string(size, 'x') + "--b", "\n");
            CAPTURE(line);
            CHECK(line.find("\n-") == std::string::npos);
        }
    }
}

} // namespace mailreeve::attachment
