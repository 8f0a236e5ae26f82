#include "mailreeve/mime/decode.hh"

#include "mailreeve/base/utf8.hh"
#include "test/mime/tree.hh"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace mailreeve::mime {

namespace {

std::string decoded_as(const std::string& encoding, std::string_view content,
                       std::size_t max_bytes = 1'000)
{
    const auto message =
        ("Content-Transfer-Encoding: " + encoding + "\n\n").append(content);
    return decoded(test::tree(message), message, max_bytes);
}

std::string text_in(const std::string& type, std::string_view content,
                    std::size_t max_bytes = 1'000)
{
    const auto message = ("Content-Type: " + type + "\n\n").append(content);
    return text(test::tree(message), message, max_bytes);
}

struct Pieces {
    std::string bytes;
    std::size_t largest = 0;
    std::uint64_t given = 0;
    bool empty = false; // one of them
};

Pieces in_pieces(const Entity& entity, std::string_view message, std::uint64_t most)
{
    Pieces pieces;
    const auto take = [&](std::string_view piece) {
        pieces.empty = pieces.empty || piece.empty();
        pieces.largest = std::max(pieces.largest, piece.size());
        pieces.bytes += piece;
    };
    pieces.given = decode(entity, message, most, take);
    return pieces;
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("transfer encodings are undone as clients do")
    {
        struct Case {
            std::string encoding;
            std::string content;
            std::string decoded;
        };
        const Case cases[] = {
            {"base64", "YWJj", "abc"},
            {"BASE64", "YW\r\nJj\r\n", "abc"},
            {"base64", "YQ==", "a"},
            {"base64", "YQ", "a"},
            {"base64", "YWI", "ab"},
            {"base64", "Y", ""},
            {"base64", "Y W\nJ-!\x01\xffj", "abc"},
            {"base64", "YQ==YWJj", "aabc"},
            {"base64", "YWJj=YWJj", "abcabc"},
            {"base64", "====YWJj", "abc"},
            {"base64", "", ""},
            {"quoted-printable", "a=3Db=c3=A9", "a=b\xc3\xa9"},
            {"quoted-printable", "a=\r\nb=\nc", "abc"},
            {"quoted-printable", "a=  \nb", "ab"},
            {"quoted-printable", "a  \r\nb\t\n", "a\r\nb\n"},
            {"quoted-printable", "a=zz=", "a=zz"},
            {"quoted-printable", "a=4", "a=4"},
            {"quoted-printable", "a=4\n", "a=4\n"},
            {"quoted-printable", "a==41", "a==41"},
            {"quoted-printable", "a==\r", "a==\r"},
            {"quoted-printable", "a==4", "a==4"},
            {"x-uuencode", "begin 644 x\n#86)C\n`\nend\n", "abc"},
            {"uuencode", "text\nbegin 644 x\n#86)C\n`\nend\n", "abc"},
            {"x-uue", "#86)C\n`\nend\n", "abc"},
            {"7bit", "=41 YQ==\n", "=41 YQ==\n"},
            {"8bit", "\xe9\n", "\xe9\n"},
            {"binary", "\r\n", "\r\n"},
            {"x-unknown", "=41", "=41"},
            {"", "=41", "=41"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.encoding);
            CAPTURE(c.content);
            CHECK(decoded_as(c.encoding, c.content) == c.decoded);
        }
    }

    TEST_CASE("no more is decoded than asked for")
    {
        const std::string many(100'000, 'A');
        for (const auto* encoding : {"base64", "quoted-printable", "x-uue", "7bit"}) {
            CAPTURE(encoding);
            CHECK(decoded_as(encoding, many, 0).empty());
            CHECK(decoded_as(encoding, many, 10).size() == 10);
            CHECK(decoded_as(encoding, many, 1'000'000).size() <= many.size());
        }
    }

    TEST_CASE("contents of any size are given in pieces, which are the same bytes")
    {
        std::string content;
        for (unsigned i = 0; i < 20'000; ++i)
            content.append("YWJjZGVm=41").append(i % 7 == 0 ? 1U : 0U, '\n');
        for (const std::string encoding :
             {"base64", "quoted-printable", "x-uue", "7bit"}) {
            CAPTURE(encoding);
            const auto message =
                ("Content-Transfer-Encoding: " + encoding + "\n\n").append(content);
            const auto root = test::tree(message);
            const auto whole = decoded(root, message, message.size());
            for (const std::uint64_t most : {0U, 1U, 65'536U, 100'000U, 1'000'000U}) {
                CAPTURE(most);
                const auto pieces = in_pieces(root, message, most);
                CHECK_FALSE(pieces.empty);
                CHECK(pieces.given == pieces.bytes.size());
                CHECK(pieces.bytes == whole.substr(0, most));
                CHECK(pieces.largest <= 2UL * 65'536);
            }
        }
    }

    TEST_CASE("what takes the pieces may stop it by an exception")
    {
        const std::string message = "\ntext";
        const auto root = test::tree(message);
        CHECK_THROWS_AS(
            decode(root, message, 9,
                   [](std::string_view) { throw std::runtime_error{"enough"}; }),
            std::runtime_error);
    }

    TEST_CASE("text is UTF-8 whatever the charset")
    {
        struct Case {
            std::string type;
            std::string content;
            std::string text;
        };
        const Case cases[] = {
            {"text/plain; charset=utf-8", "\xc3\xa9", "\xc3\xa9"},
            {"text/plain; charset=utf-8", "a\xe9z", "a\xef\xbf\xbdz"},
            {"text/plain; charset=iso-8859-1", "\xe9", "\xc3\xa9"},
            {"text/plain; charset=WINDOWS-1252", "\x80", "\xe2\x82\xac"},
            {"text/plain; charset=koi8-r", "\xc1", "\xd0\xb0"},
            {"text/plain; charset=iso-2022-jp", "\x1b$B$\"\x1b(B", "\xe3\x81\x82"},
            {"text/plain; charset=shift_jis", "\x82\xa0", "\xe3\x81\x82"},
            {"text/plain; charset=gb2312", "\xc4\xe3", "\xe4\xbd\xa0"},
            {"text/plain; charset=utf-16le", std::string{"a\0", 2}, "a"},
            {"text/plain; charset=utf-7", "+AOk-", "\xc3\xa9"},
            {"text/plain; charset=us-ascii", "\xc3\xa9", "\xc3\xa9"},
            {"text/plain; charset=us-ascii", "\xe9", "\xc3\xa9"},
            {"text/plain", "\xc3\xa9", "\xc3\xa9"},
            {"text/plain", "\xe9", "\xc3\xa9"},
            {"text/plain; charset=x-odd", "\xe9", "\xc3\xa9"},
            {"text/plain; charset=\"utf-8//IGNORE\"", "\xe9", "\xc3\xa9"},
            {"text/plain; charset=ibm1364", "\xe9", "\xc3\xa9"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.type);
            CAPTURE(c.content);
            CHECK(text_in(c.type, c.content) == c.text);
        }
    }

    TEST_CASE("text that is cut is cut between characters")
    {
        const std::string_view word = "\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xa7z";
        for (std::size_t max_bytes = 0; max_bytes <= word.size(); ++max_bytes)
            for (const auto* type : {"text/plain", "text/plain; charset=utf-8"}) {
                CAPTURE(max_bytes);
                const auto part = text_in(type, word, max_bytes);
                CHECK(part.size() <= max_bytes);
                CHECK(word.starts_with(part));
                CHECK(part.size() + 4 > max_bytes);
            }
        CHECK(text_in("text/plain; charset=iso-8859-1", "\xe9\xe9", 3) == "\xc3\xa9");
    }
}

} // namespace mailreeve::mime
