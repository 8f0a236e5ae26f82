#include "mailreeve/mime/hidden.hh"

#include "test/support/corpus.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mailreeve::mime {

namespace {

std::string signs_in(std::string_view raw)
{
    std::string all;
    for (const auto& hidden : hidden_files(raw, {0, raw.size()})) {
        all += all.empty() ? "" : ", ";
        all += hidden.sign;
        for (const auto& name : hidden.names)
            all += " [" + name + "]";
    }
    return all;
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("what could be taken for a file is found without the tree")
    {
        struct Case {
            std::string raw;
            std::string signs;
        };
        const Case cases[] = {
            {"Content-Disposition: attachment; filename=a.exe\n",
             "content-disposition [a.exe]"},
            {"text\ncontent-disposition : inline;\n\tfilename*=''a%2Eexe\ntext\n",
             "content-disposition [a.exe]"},
            {"Content-Type: x/y; name=a; name=b\n", "content-type [a] [b]"},
            {"Content-Type: text/plain; charset=utf-8\n", ""},
            {"> Content-Disposition: attachment; filename=a.exe\n", ""},
            {"    Content-Disposition: attachment; filename=a.exe\n", ""},
            {"the Content-Disposition: attachment; filename=a.exe\n", ""},
            {"Content-Disposition filename=a.exe\n", ""},
            {"begin 644 a.exe\n#86)C\n`\nend\n", "uuencode [a.exe]"},
            {"=ybegin line=128 size=3 name=a.exe\nx\n=yend\n", "yenc [a.exe]"},
            {"TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAA\n",
             "base64 of a program"},
            {"text\r\n  TVqQAAMAAAAEAAAA//8A\r\nAAAA\r\n", "base64 of a program"},
            {"UEsDBBQAAAAIAAAAIQAAAAAA\n", "base64 of an archive"},
            {"0M8R4KGxGuEAAAAAAAAAAAAA\n", "base64 of a document"},
            {"TAAAAAEUAgAAAAAAwAAAAAAA", "base64 of a shortcut"},
            {"f0VMRgIBAQAAAAAAAAAAAAIA\n", "base64 of a program"},
            {"TVqQAAMAAAAEAAAA//\n", ""},                               // too short
            {"abcdefghijklmnopqrstuvwxyz\nTVqQAAMAAAAEAAAA//8A\n", ""}, // goes on
            {"aGVsbG8gd29ybGQsIGhlbGxvIHdvcmxk\n", ""},                 // a text
            {"TVqQAAMAAAAEAAAA is what programs begin with\n", ""},
            {"", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.raw);
            CHECK(signs_in(c.raw) == c.signs);
        }
    }

    TEST_CASE("only what was asked for is looked at")
    {
        const std::string field = "Content-Disposition: attachment; filename=a.exe\n";
        const auto raw = field + "begin 644 b\n#86)C\nend\n" + field;
        const auto all = hidden_files(raw, {0, raw.size()});
        REQUIRE(all.size() == 3);
        CHECK(all[0].where == Span{0, field.size()});
        CHECK(all[1].sign == "uuencode");
        CHECK(hidden_files(raw, {0, raw.size()}, 2).size() == 2);
        CHECK(hidden_files(raw, {0, raw.size()}, 0).empty());
        CHECK(hidden_files(raw, {1, field.size()}).empty());
        CHECK(hidden_files(raw, all[1].where).size() == 1);
        CHECK(hidden_files(raw, all[1].where)[0].where == all[1].where);
    }
}

} // namespace mailreeve::mime
