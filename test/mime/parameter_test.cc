#include "mailreeve/mime/parameter.hh"

#include <doctest/doctest.h>

namespace mailreeve::mime {

using Texts = std::vector<std::string>;

TEST_SUITE("mime")
{
    TEST_CASE("a value is read apart from its parameters")
    {
        struct Case {
            std::string raw;
            std::string value;
            ParameterList parameters;
        };
        const Case cases[] = {
            {" text/plain", "text/plain", {}},
            {"text/plain;", "text/plain", {}},
            {"Text/Plain; A=B", "text/plain", {{"a", "B", ""}}},
            {" (c) text (c) / (c) plain (c) ; a=b", "text/plain", {{"a", "b", ""}}},
            {"\"base64\"", "base64", {}},
            {"attachment;\r\n\tfilename=x", "attachment", {{"filename", "x", ""}}},
            {"a/b;;; ;c=d", "a/b", {{"c", "d", ""}}},
            {"a/b; c=d e=f", "a/b", {{"c", "d", "d e=f"}, {"e", "f", ""}}},
            {"a/b c=d", "a/b", {{"c", "d", ""}}},
            {"a/b; c=\"d;e\"; f=g", "a/b", {{"c", "d;e", ""}, {"f", "g", ""}}},
            {"a/b; c=d (e) f; g=h", "a/b", {{"c", "d", "d (e) f"}, {"g", "h", ""}}},
            {"a/b; c=\"d\".e", "a/b", {{"c", "d", "\"d\".e"}}},
            {"a/b; c", "a/b", {}},
            {"a/b; c; d=e", "a/b", {{"d", "e", ""}}},
            {"a/b; =c; d=e", "a/b", {{"d", "e", ""}}},
            {"a/b; c=", "a/b", {{"c", "", ""}}},
            {"a/b; c=; d=e", "a/b", {{"c", "", ""}, {"d", "e", ""}}},
            {R"(a/b; c="\"\\")", "a/b", {{"c", "\"\\", ""}}},
            {"a/b; c=(d", "a/b", {{"c", "", "(d"}}},
            {"a/b; c=(d)e(f)", "a/b", {{"c", "e", "(d)e(f)"}}},
            {"; a=b", "", {{"a", "b", ""}}},
            {"", "", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.raw);
            const auto field = read_value(c.raw);
            CHECK(field.value == c.value);
            CHECK(field.parameters == c.parameters);
            CHECK_FALSE(field.cut);
        }
    }

    TEST_CASE("too many parameters are cut, and that is told")
    {
        CHECK_FALSE(read_value("a/b; c=1; d=2", 2).cut);
        const auto field = read_value("a/b; c=1; d=2; e=3", 2);
        CHECK(field.cut);
        CHECK(field.parameters.size() == 2);
    }

    TEST_CASE("every reading of a parameter is reached")
    {
        struct Case {
            const char* name;
            std::string parameters;
            Texts readings;
        };
        const Case cases[] = {
            {"plain", "name=a.txt", {"a.txt"}},
            {"two", "name=a.txt; name=b.exe", {"a.txt", "b.exe"}},
            {"the same twice", "name=a; name=a", {"a"}},
            {"another name", "filename=a", {}},
            {"a longer name", "name2=a", {}},
            {"empty", "name=\"\"; name=b", {"b"}},
            {"extended", "name*=utf-8''%C3%A9.exe", {"\xc3\xa9.exe"}},
            {"with a language", "name*=iso-8859-1'fr'%e9", {"\xc3\xa9"}},
            {"no charset", "name*=''a%2Eexe", {"a.exe"}},
            {"no quotes", "name*=a%2Eexe", {"a.exe"}},
            {"unknown charset", "name*=x-odd''a%2Eexe", {"a.exe"}},
            {"broken escapes", "name*=utf-8''a%2%zz%", {"a%2%zz%"}},
            {"plain and extended", "name*=''b.exe; name=a.txt", {"a.txt", "b.exe"}},
            {"sections", "name*0=a.; name*1=exe", {"a.exe"}},
            {"sections out of order", "name*1=exe; name*0=a.", {"a.exe"}},
            {"sections, some extended",
             "name*0*=utf-8''%C3%A9; name*1=%41; name*2*=%41",
             {"\xc3\xa9%41A"}},
            {"leading zeros", "name*00=a; name*01=b", {"ab"}},
            {"a gap", "name*0=a; name*2=.exe", {"a", "a.exe"}},
            {"no first section", "name*1=a; name*2=.exe", {"a.exe"}},
            {"a section twice",
             "name*0=a; name*1=.txt; name*1=.exe",
             {"a.txt", "a.exe"}},
            {"all ways at once",
             "name=a; name*=''b; name*0=c; name=d",
             {"a", "b", "c", "d"}},
            {"encoded words",
             "name=\"=?utf-8?q?a=2Eexe?=\"",
             {"=?utf-8?q?a=2Eexe?=", "a.exe"}},
            {"encoded words without quotes",
             "name==?utf-8?q?a?= =?utf-8?q?=2Eexe?=",
             {"=?utf-8?q?a?=", "a", "=?utf-8?q?a?= =?utf-8?q?=2Eexe?=", "a.exe"}},
            {"spaces without quotes", "name=ev il.exe", {"ev", "ev il.exe"}},
            {"text behind quotes", "name=\"a.txt\".exe", {"a.txt", "\"a.txt\".exe"}},
            {"behind a comment", "name=(c)a.exe", {"a.exe", "(c)a.exe"}},
            {"in an open comment", "name=(a.exe", {"(a.exe"}},
            {"folded in quotes", "name=\"a\r\n .exe\"", {"a .exe"}},
            {"8-bit", "name=\"\xe9.exe\"", {"\xc3\xa9.exe"}},
            {"not a number", "name*x=a; name*1x*=b; name*-1=c", {}},
            {"a number beyond all", "name*99999=a", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto field = read_value("a/b; " + c.parameters);
            CHECK(readings(field.parameters, "name") == c.readings);
            CHECK(reading(field.parameters, "name") ==
                  (c.readings.empty() ? "" : c.readings.front()));
        }
    }
}

} // namespace mailreeve::mime
