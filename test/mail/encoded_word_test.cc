#include "mailreeve/mail/encoded_word.hh"

#include "mailreeve/base/utf8.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

TEST_SUITE("mail")
{
    TEST_CASE("encoded words are read")
    {
        struct Case {
            const char* text;
            const char* decoded;
        };
        const Case cases[] = {
            {"plain", "plain"},
            {"", ""},
            {"=?utf-8?q?J=C3=BCrgen?=", "J\xc3\xbcrgen"},
            {"=?UTF-8?Q?a_b=5F?=", "a b_"},
            {"=?utf-8?B?SsO8cmdlbg==?=", "J\xc3\xbcrgen"},
            {"=?iso-8859-1?q?J=FCrgen?=", "J\xc3\xbcrgen"},
            {"=?ISO-8859-1*de?q?J=FCrgen?=", "J\xc3\xbcrgen"},
            {"=?us-ascii?q?hello=21?=", "hello!"},
            {"=?us-ascii?q?=FC?=", "\xef\xbf\xbd"},
            {"=?utf-8?q?=FC?=", "\xef\xbf\xbd"},
            {"a =?utf-8?q?b?= c", "a b c"},
            {"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
            {"=?utf-8?q?a?=\t =?iso-8859-1?q?=FC?=", "a\xc3\xbc"},
            {"=?utf-8?q?a?=  b", "a  b"},
            {"=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "\xc3\xbc"}, // divided character
            {"=?utf-8?b?w7w?=", "\xc3\xbc"},                 // no padding
            {"=?utf-8?b?w7 w?=", "=?utf-8?b?w7 w?="},
            {"=?koi8-r?q?=C1?=", "=?koi8-r?q?=C1?="},
            {"=?utf-8?q?a?= =?koi8-r?q?=C1?=", "a =?koi8-r?q?=C1?="},
            {"=?utf-8?x?a?=", "=?utf-8?x?a?="},
            {"=?utf-8?q?a", "=?utf-8?q?a"},
            {"=?utf-8?q?a?", "=?utf-8?q?a?"},
            {"=??q?a?=", "=??q?a?="},
            {"=?", "=?"},
            {"=?=?utf-8?q?a?=", "=?a"},
            {"[=?utf-8?q?SPAM?=]", "[SPAM]"},
            {"=?utf-8?q?=4?=", "=4"},
            {"=?utf-8?q?"
             "?=",
             ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(decode_words(c.text) == c.decoded);
        }
    }

    TEST_CASE("what is encoded reads the same again, in words of at most 75 characters")
    {
        std::string lengthy;
        for (int i = 0; i < 100; ++i)
            lengthy += "\xe2\x82\xac \xf0\x9f\x93\xa7 x";
        for (const std::string& text : std::initializer_list<std::string>{
                 "", "plain text", "=?_", "J\xc3\xbcrgen", lengthy,
                 std::string("a\0b", 3)}) {
            CAPTURE(text);
            const auto words = encode_words(text);
            CHECK(utf8::is_ascii(words));
            CHECK(decode_words(words) == text);
            for (std::size_t at = 0; at < words.size();) {
                const auto size = encoded_word_size(std::string_view{words}.substr(at));
                REQUIRE(size > 0);
                CHECK(size <= 75);
                at += size + 1;
            }
        }
        CHECK(decode_words(encode_words("a\xff")) == "a\xef\xbf\xbd");
    }

    TEST_CASE("hostile words cost no more than their length")
    {
        std::string opened;
        for (int i = 0; i < 200'000; ++i)
            opened += "=?";
        CHECK(decode_words(opened) == opened);
        CHECK(decode_words("=?utf-8?q?" + std::string(400'000, 'a')).size() == 400'010);
    }
}

} // namespace mailreeve::mail
