#include "mailreeve/mime/words.hh"

#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/charset.hh"
#include "test/support/hostile.hh"

#include <doctest/doctest.h>

namespace mailreeve::mime {

TEST_SUITE("mime")
{
    TEST_CASE("encoded words of any charset of mail are read")
    {
        struct Case {
            std::string raw;
            std::string text;
        };
        const Case cases[] = {
            {" plain", "plain"},
            {"=?utf-8?q?=C3=A9?=", "\xc3\xa9"},
            {"=?ISO-8859-2?B?4Q==?=", "\xc3\xa1"},
            {"=?iso-2022-jp?b?GyRCJCIbKEI=?=", "\xe3\x81\x82"},
            {"=?gb2312?b?xOM=?= =?GB2312?B?usM=?=", "\xe4\xbd\xa0\xe5\xa5\xbd"},
            {"=?gb2312?b?xA==?=\r\n =?gb2312?b?4w==?=", "\xe4\xbd\xa0"},
            {"=?koi8-r*ru?q?=C1?= x", "\xd0\xb0 x"},
            {"=?x-odd?q?a?= b", "=?x-odd?q?a?= b"},
            {"=?utf-8//TRANSLIT?q?a?=", "=?utf-8//TRANSLIT?q?a?="},
            {"\xe9 =?utf-8?q?=C3=A9?=", "\xc3\xa9 \xc3\xa9"},
            {"a\r\n\tb", "a\tb"},
            {"=?utf-8?q?unfinished", "=?utf-8?q?unfinished"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.raw);
            CHECK(decoded_words(c.raw) == c.text);
        }
    }

    TEST_CASE("whatever a header holds becomes UTF-8 of a bounded size")
    {
        for (const auto& hostile : test::hostile_texts()) {
            CAPTURE(hostile);
            const auto text = decoded_words(hostile);
            CHECK(utf8::is_valid(text));
            CHECK(text.size() <= 3 * hostile.size());
        }
    }

    TEST_CASE("only charsets that mail is written in are known")
    {
        for (const auto* name :
             {"utf-8", "UTF8", "us-ascii", "ANSI_X3.4-1968", "iso-8859-15", "ISO8859-1",
              "windows-1252", "cp1252", "IBM850", "koi8-r", "gb2312", "Big5", "euc-kr",
              "Shift_JIS", "iso-2022-jp", "ks_c_5601-1987", "utf-16", "utf-8*en"}) {
            CAPTURE(name);
            CHECK(is_known_charset(name));
            CHECK(to_utf8("", name) == "");
        }
        for (const auto* name :
             {"", " ", "x-odd", "utf-8//IGNORE", "ibm1364", "iso-8859-",
              "utf-8 us-ascii", "windows-", "\xff", "../utf-8"}) {
            CAPTURE(name);
            CHECK_FALSE(is_known_charset(name));
            CHECK_FALSE(to_utf8("a", name));
        }
    }

    TEST_CASE("bytes that are not of the charset are replaced one by one")
    {
        CHECK(to_utf8("a\xff\xff"
                      "b",
                      "us-ascii") == "a\xef\xbf\xbd\xef\xbf\xbd"
                                     "b");
        CHECK(to_utf8("a\x82", "shift_jis") == "a\xef\xbf\xbd");
        CHECK(to_utf8("\x81", "windows-1252") == "\xef\xbf\xbd");
        CHECK(to_utf8("a", "windows-1258") == "a");
    }
}

} // namespace mailreeve::mime
