#include "mailreeve/mime/html.hh"

#include "mailreeve/base/utf8.hh"
#include "test/support/hostile.hh"

#include <doctest/doctest.h>

namespace mailreeve::mime {

TEST_SUITE("mime")
{
    TEST_CASE("the words of an HTML text are read")
    {
        struct Case {
            std::string html;
            std::string text;
        };
        const Case cases[] = {
            {"plain", "plain"},
            {"<b>a</b>b", "ab"},
            {"a<br>b<BR/>c", "a\nb\nc"},
            {"<p>a</p><p>b</p>", "\na\nb\n"},
            {"<tr><td>a</td><td>b</td></tr>", "\na\nb\n"},
            {"a<a href=\"x\">b</a>", "ab"},
            {"&lt;a&amp;b&gt; &quot;&#65;&#x42;&apos;", "<a&b> \"AB'"},
            {"a&nbsp;b&#160;c", "a b c"},
            {"&unknown; &; & &#0; &#xd800; &#x110000; &#x; &amp", "&unknown; &; & &#0; "
                                                                  "&#xd800; &#x110000; "
                                                                  "&#x; &amp"},
            {"&#233;", "\xc3\xa9"},
            {"a<!-- <b> -->c", "ac"},
            {"a<!-- open <b>c", "ac"},
            {"a<script>if (a<b) x();</script>c", "ac"},
            {"a<style>\np{}</style>c", "ac"},
            {"Message-ID: <a.b@example.org>\n", "Message-ID: <a.b@example.org>\n"},
            {"<a href=mailto:x@example.org>x</a>", "x"},
            {"1 < 2 > 0", "1 < 2 > 0"},
            {"a <", "a <"},
            {"a <b", "a <b"},
            {"<<b>c", "<c"},
            {"<>", "<>"},
            {"line\r\nline", "line\r\nline"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.html);
            CHECK(text_of_html(c.html, 1'000) == c.text);
        }
    }

    TEST_CASE("the words of an HTML text are bounded, and whole characters")
    {
        const std::string html = "a\xc3\xa9&#8364;<br>b";
        const std::string words = "a\xc3\xa9\xe2\x82\xac\nb";
        for (std::size_t max_bytes = 0; max_bytes <= words.size(); ++max_bytes) {
            CAPTURE(max_bytes);
            const auto text = text_of_html(html, max_bytes);
            CHECK(text.size() <= max_bytes);
            CHECK(words.starts_with(text));
            CHECK(utf8::is_valid(text));
        }
        for (const auto& hostile : test::hostile_texts())
            CHECK(text_of_html(hostile, 100).size() <= 100);
    }
}

} // namespace mailreeve::mime
