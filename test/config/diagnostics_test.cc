#include "mailreeve/config/diagnostics.hh"

#include <doctest/doctest.h>

namespace mailreeve::config {

namespace {

std::string report(const std::string& text, Place place)
{
    Diagnostics diagnostics{"a.yaml", text};
    diagnostics.error(place, "wrong");
    return diagnostics.text();
}

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("an error shows its line, a caret and a hint")
    {
        Diagnostics diagnostics{"/etc/mailreeve/mailreeve.yaml",
                                "reverse_dns:\n  mising: {action: score}\n"};
        diagnostics.error({2, 3, 6}, "unknown key \"mising\" in section reverse_dns",
                          "did you mean \"missing\"?");
        CHECK(
            diagnostics.text() ==
            R"(/etc/mailreeve/mailreeve.yaml:2:3: error: unknown key "mising" in section reverse_dns
    2 |   mising: {action: score}
      |   ^^^^^^
   hint: did you mean "missing"?
)");
    }

    TEST_CASE("nothing wrong is nothing said")
    {
        const Diagnostics diagnostics{"a.yaml", "a: 1\n"};
        CHECK(diagnostics.ok());
        CHECK(diagnostics.text().empty());
    }

    TEST_CASE("a warning is told and is no error")
    {
        Diagnostics diagnostics{"a.yaml", "a: 1\n"};
        diagnostics.warning({1, 1, 1}, "odd");
        CHECK(diagnostics.ok());
        CHECK(diagnostics.text() ==
              "a.yaml:1:1: warning: odd\n    1 | a: 1\n      | ^\n");
    }

    TEST_CASE("an error of the whole file has no place")
    {
        CHECK(report("", {}) == "a.yaml: error: wrong\n");
    }

    TEST_CASE("the caret stands below what is meant, whatever is in front of it")
    {
        struct Case {
            const char* name;
            std::string line;
            Place place;
            std::string_view expected;
        };
        const Case cases[] = {
            {"letters of two bytes",
             "m\u00fcll: x",
             {1, 7, 1},
             "    1 | m\u00fcll: x\n      |       ^\n"},
            {"a tab stays a tab", "a:\tb", {1, 4, 1}, "    1 | a:\tb\n      |   \t^\n"},
            {"control characters",
             "a\x1b: x",
             {1, 5, 1},
             "    1 | a\\x1b: x\n      |        ^\n"},
            {"a control character itself",
             "a\x1b",
             {1, 2, 1},
             "    1 | a\\x1b\n      |  ^^^^\n"},
            {"text that turns its direction",
             "\u202e: x",
             {1, 4, 1},
             "    1 | \\u{202e}: x\n      |           ^\n"},
            {"bytes that are no text",
             "\xff: x",
             {1, 4, 1},
             "    1 | \\xff: x\n      |       ^\n"},
            {"the end of the line", "ab", {1, 3, 1}, "    1 | ab\n      |   ^\n"},
            {"beyond the end of the line",
             "ab",
             {1, 9, 4},
             "    1 | ab\n      |   ^\n"},
            {"longer than the line", "ab", {1, 2, 9}, "    1 | ab\n      |  ^\n"},
            {"a line end of two bytes",
             "ab\r\nc",
             {1, 1, 9},
             "    1 | ab\n      | ^^\n"},
            {"a line that is not there", "ab", {7, 1, 1}, "    7 | \n      | ^\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto text = report(c.line, c.place);
            CHECK(text.substr(text.find('\n') + 1) == c.expected);
        }
    }

    TEST_CASE("a number of six digits does not move the caret")
    {
        const auto text = report(std::string(123'455, '\n') + "ab", {123'456, 2, 1});
        CHECK(text.ends_with("123456 | ab\n       |  ^\n"));
    }

    TEST_CASE("of a long line, what is around the caret is shown")
    {
        const auto line = std::string(500, 'a') + "X" + std::string(500, 'b');
        CHECK(report(line, {1, 501, 1}) ==
              "a.yaml:1:501: error: wrong\n    1 | ..." + std::string(60, 'a') + 'X' +
                  std::string(59, 'b') + "...\n      |    " + std::string(60, ' ') +
                  "^\n");
    }

    TEST_CASE("errors are told in the order of the file, twenty of them")
    {
        Diagnostics diagnostics{"a.yaml", {}};
        for (int line = 30; line >= 1; --line)
            diagnostics.error({line, 1, 1}, "wrong");
        const auto text = diagnostics.text();
        CHECK(text.starts_with("a.yaml:1:1: error"));
        CHECK(text.find("a.yaml:20:1: error") != std::string::npos);
        CHECK(text.find("a.yaml:21:1: error") == std::string::npos);
        CHECK(text.ends_with("and 10 more\n"));
        CHECK(diagnostics.errors() == 30);
        CHECK(diagnostics.all().size() == 30);
    }

    TEST_CASE("a hopeless file does not fill the memory")
    {
        Diagnostics diagnostics{"a.yaml", {}};
        for (int i = 0; i < 5000; ++i)
            diagnostics.error({1, 1, 1}, "wrong");
        CHECK(diagnostics.is_full());
        CHECK(diagnostics.all().size() == 1000);
        CHECK(diagnostics.errors() == 5000);
        CHECK(diagnostics.text().ends_with("and 4980 more\n"));
    }

    TEST_CASE("it is told which key is being read")
    {
        Diagnostics diagnostics{"a.yaml", {}};
        CHECK(diagnostics.subject() == "the file");
        CHECK(diagnostics.where().empty());
        CHECK(diagnostics.reference() == " (see mailreeve.yaml(5))");
        const Diagnostics::Within rbl{diagnostics, "rbl"};
        const Diagnostics::Within lists{diagnostics, "lists"};
        CHECK(diagnostics.subject() == "\"lists\"");
        {
            const Diagnostics::Within item{diagnostics};
            CHECK(diagnostics.subject() == "an item of \"lists\"");
            CHECK(diagnostics.path() == "rbl.lists");
            const Diagnostics::Within zone{diagnostics, "zo\x1bne"};
            CHECK(diagnostics.subject() == "\"zo\\x1bne\"");
            CHECK(diagnostics.where() == " in section rbl.lists.zo\\x1bne");
        }
        CHECK(diagnostics.reference() == " (see mailreeve.yaml(5), rbl.lists)");
    }

    TEST_CASE("a text in a message is escaped and cut")
    {
        CHECK(quote("a\tb\nc\r\x1b\u202e\xff") == R"("a\tb\nc\r\x1b\u{202e}\xff")");
        CHECK(quote(std::string(64, 'a')) == '"' + std::string(64, 'a') + '"');
        CHECK(quote(std::string(65, 'a')) == '"' + std::string(64, 'a') + "...\"");
        CHECK(quote("") == "\"\"");
    }
}

} // namespace mailreeve::config
