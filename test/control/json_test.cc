#include "control/json.hh"
#include <doctest/doctest.h>

namespace mailreeve::control {

TEST_SUITE("control")
{
    TEST_CASE("a JSON text is ASCII and cannot end early")
    {
        struct Case {
            const char* name;
            std::string text;
            std::string expected;
        };
        const Case cases[] = {
            {"plain", "mx1.example.net", R"("mx1.example.net")"},
            {"quote and backslash", R"(a"b\c)", R"("a\"b\\c")"},
            {"line end", "a\nb", R"("a\nb")"},
            {"escape sequence", "\x1b[31m", R"("\u001b[31m")"},
            {"NUL", std::string(1, '\0'), R"("\u0000")"},
            {"delete", "\x7f", R"("\u007f")"},
            {"umlaut", "\xc3\xbc", R"("\u00fc")"},
            {"text direction", "\xe2\x80\xae", R"("\u202e")"},
            {"beyond the basic plane", "\xf0\x9f\x93\xa7", R"("\ud83d\udce7")"},
            {"no UTF-8", "a\xff", R"("a\ufffd")"},
            {"cut sequence", "\xe2\x80", R"("\ufffd\ufffd")"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(json_string(c.text) == c.expected);
        }
    }

    TEST_CASE("objects and arrays nest, with commas between")
    {
        JsonWriter json;
        json.begin_object()
            .member("name", "zen")
            .member("hits", 2)
            .member("well", true)
            .key("codes")
            .begin_array()
            .value("127.0.0.2")
            .value("127.0.0.4")
            .end_array()
            .key("none")
            .begin_array()
            .end_array()
            .key("points")
            .number("6.20")
            .key("reason")
            .null()
            .end_object();
        CHECK(json.text() == R"({
  "name": "zen",
  "hits": 2,
  "well": true,
  "codes": [
    "127.0.0.2",
    "127.0.0.4"
  ],
  "none": [],
  "points": 6.20,
  "reason": null
}
)");
    }

    TEST_CASE("a document on one line is the same without its line ends")
    {
        JsonWriter json{Layout::Line};
        json.begin_object()
            .member("name", "zen\n")
            .key("codes")
            .begin_array()
            .value("127.0.0.2")
            .value(4)
            .end_array()
            .key("none")
            .begin_object()
            .end_object()
            .end_object();
        CHECK(json.text() == "{\"name\": \"zen\\n\", \"codes\": [\"127.0.0.2\", 4], "
                             "\"none\": {}}\n");
    }
}

} // namespace mailreeve::control
