#include "mailreeve/mime/ambiguity.hh"

#include "test/mime/tree.hh"

#include <algorithm>
#include <set>
#include <string>

namespace mailreeve::mime {

using namespace std::string_literals;

namespace {

// "what!" where it is grave, in the order of the message.
std::string oddities(const std::string& message)
{
    std::string all;
    bool within = true;
    for (const auto& one : ambiguities(test::tree(message), message)) {
        all += all.empty() ? "" : " ";
        all += std::string{name(one.what)} + (one.grave ? "!" : "");
        within = within && one.where.end <= message.size();
    }
    CHECK(within);
    return all;
}

struct Case {
    std::string name;
    std::string message;
    std::string oddities;
};

void check_one(const Case& c)
{
    CAPTURE(c.name);
    CHECK(oddities(c.message) == c.oddities);
}

template <std::size_t Size>
void check(const Case (&cases)[Size])
{
    for (const auto& c : cases)
        check_one(c);
}

// Files, as they stand in a message.
std::string program()
{
    return "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAA\n";
}

std::string file()
{
    return "Content-Disposition: attachment; filename=a.exe\n"
           "Content-Transfer-Encoding: base64\n"
           "\n" +
           program();
}

std::string uuencoded()
{
    return "begin 644 a.exe\n#86)C\n`\nend\n";
}

std::string multipart(const std::string& content,
                      const std::string& parameters = "boundary=b")
{
    return "Content-Type: multipart/mixed; " + parameters + "\n\n" + content;
}

std::string base64(const std::string& content,
                   const std::string& type = "application/octet-stream")
{
    return "Content-Type: " + type + "\nContent-Transfer-Encoding: base64\n\n" +
           content;
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("each oddity has a word of its own")
    {
        std::set<std::string_view> words;
        for (int i = 0; i <= static_cast<int>(Oddity::HeaderBreak); ++i)
            words.insert(name(static_cast<Oddity>(i)));
        CHECK(words.size() == 19);
        CHECK(words.count("") == 0);
    }

    TEST_CASE("ordinary messages are not ambiguous")
    {
        const Case cases[] = {
            {"a text", "Subject: x\n\nhello\n", ""},
            {"a multipart",
             multipart("This is a message in MIME.\n--b\n\ntext\n--b\n" + file() +
                       "\n--b--\n"),
             ""},
            {"quoted", multipart("--b c\n\nx\n--b c--\n", "boundary=\"b c\""), ""},
            {"CRLF", test::with_crlf(multipart("--b\n\ntext\n--b--\n")), ""},
            {"quoted-printable",
             "Content-Transfer-Encoding: quoted-printable\n\na=3d=\nb=\n", ""},
            {"base64", base64(program()), ""},
            {"base64 in capitals",
             "Content-Transfer-Encoding: BASE64\nContent-Type: x/y\n\n" + program(),
             ""},
            {"a quoted mail",
             "\n> Content-Disposition: attachment; filename=a.exe\n> \n> x\n", ""},
            {"uuencode in a text", "\n" + uuencoded(), ""},
            {"a signature", "\nhello\n-- \nme\n", ""},
            {"nothing", "", ""},
        };
        check(cases);
    }

    TEST_CASE("repeated fields are grave where they make two trees")
    {
        const Case cases[] = {
            {"the same type", "Content-Type: a/b; c=d\nContent-Type: A/B;c=\"d\"\n\nx",
             "duplicate-content-type"},
            {"text and multipart",
             "Content-Type: text/plain\n" + multipart("--b\n\nx\n--b--\n"),
             "duplicate-content-type!"},
            {"two boundaries (CVE-2024-28054)",
             "Content-Type: multipart/mixed; boundary=c\n" +
                 multipart("--b\n\nx\n--b--\n"),
             "duplicate-content-type! boundary-readings! preamble"},
            {"two leaves", "Content-Type: text/plain\nContent-Type: text/html\n\nx",
             "duplicate-content-type"},
            {"the same encoding",
             "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: 8bit\n\nx",
             "duplicate-encoding"},
            {"two encodings of a file",
             "Content-Type: a/b\nContent-Transfer-Encoding: 7bit\n"
             "Content-Transfer-Encoding: base64\n\n" +
                 program(),
             "duplicate-encoding! hidden-fields!"},
            {"two encodings of a text",
             "Content-Transfer-Encoding: 7bit\n"
             "Content-Transfer-Encoding: quoted-printable\n\na=20b",
             "duplicate-encoding"},
            {"two dispositions",
             "Content-Disposition: inline\nContent-Disposition: attachment\n\nx",
             "duplicate-disposition"},
        };
        check(cases);
    }

    TEST_CASE("the syntax of content fields is told")
    {
        const Case cases[] = {
            {"a space before the colon", "Content-Type : text/plain\n\nx",
             "field-syntax"},
            {"beyond ASCII", "Content-Type\xa0: text/plain\n\nx", "field-syntax"},
            {"no type", "Content-Type: ; charset=x\n\nx", "field-syntax"},
            {"a quote that does not end", "Content-Type: text/plain; name=\"a\n\nx",
             "field-syntax"},
            {"a multipart in it",
             "Content-Type: text/plain; \"multipart/mixed; boundary=c\"\n\nx",
             "field-syntax!"},
            {"a message in it", "Content-Type: text/plain message/rfc822\n\nx",
             "field-syntax!"},
            {"two charsets", "Content-Type: text/plain; charset=a; charset=b\n\nx",
             "parameter-readings"},
            {"one charset twice", "Content-Type: text/plain; charset=a; charset=A\n\nx",
             ""},
        };
        check(cases);
        std::string names = "Content-Disposition: attachment";
        for (int i = 0; i < 100; ++i)
            names += "; filename=a" + std::to_string(i);
        CHECK(oddities(names + "\n\nx") == "field-syntax!");
    }

    TEST_CASE("boundaries are grave where lines of another reading are there")
    {
        const std::string both = "--b\n\nx\n--c\n\ny\n--b--\n";
        const Case cases[] = {
            {"two parameters", multipart(both, "boundary=b; boundary=c"),
             "boundary-readings!"},
            {"sections", multipart(both, "boundary=b; boundary*0=c"),
             "boundary-readings!"},
            {"extended", multipart(both, "boundary=b; boundary*=utf-8''%63"),
             "boundary-readings!"},
            {"behind a comma", multipart(both, "boundary=b, boundary=c"),
             "boundary-readings! preamble"},
            {"in a comment", multipart(both, "boundary=b (; boundary=c)"),
             "boundary-readings!"},
            {"in quotes", multipart(both, "x=\"; boundary=c\"; boundary=b"),
             "boundary-readings!"},
            {"an encoded word",
             multipart("--=?utf-8?q?b?=\n\nx\n--b\n\ny\n--=?utf-8?q?b?=--\n",
                       "boundary=\"=?utf-8?q?b?=\""),
             "boundary-syntax boundary-readings!"},
            {"not there", multipart("--b\n\nx\n--b--\n", "boundary=b; boundary=c"),
             "boundary-readings"},
            {"equal", multipart("--b\n\nx\n--b--\n", "boundary=b; boundary=\"b\""), ""},
            {"of a text", "Content-Type: text/plain; boundary=b\n\n--b\n\nx\n--b--\n",
             "boundary-readings!"},
            {"the start of a line", multipart("--b\n\nx\n--bc\nX-A: b\n\ny\n--b--\n"),
             "boundary-readings!"},
            {"with words behind", multipart("--b\n\nx\n--b c\nX-A: b\n\ny\n--b--\n"),
             "boundary-readings!"},
            {"none, with lines", "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n",
             "missing-boundary! preamble"},
            {"none, with a text", "Content-Type: multipart/mixed\n\nhello\n-- \nme\n",
             "missing-boundary preamble"},
            {"too long",
             multipart("--" + std::string(71, 'b') + "\n\nx\n--" +
                           std::string(71, 'b') + "--\n",
                       "boundary=" + std::string(71, 'b')),
             "boundary-syntax"},
            {"empty", multipart("hello\n", "boundary=\"\""),
             "missing-boundary boundary-syntax preamble"},
            {"a space at its end", multipart("--b \n\nx\n--b --\n", "boundary=\"b \""),
             "boundary-syntax missing-end"},
            {"a space at its end, both ways",
             multipart("--b \n\nx\n--b\n\ny\n--b --\n", "boundary=\"b \""),
             "boundary-syntax! missing-end"},
            {"beyond ASCII", multipart("--\xe9\n\nx\n--\xe9--\n", "boundary=\xe9"),
             "boundary-syntax"},
            {"the same inside",
             multipart("--b\n" + multipart("--b\n\nx\n--b--\n") + "--b--\n"),
             "nested-boundary"},
        };
        check(cases);
    }

    TEST_CASE("encodings are grave where a file would be another one")
    {
        const Case cases[] = {
            {"padding in the middle", base64("YQ==" + program()), "encoding-readings!"},
            {"behind a text", base64("YQ==\nregards\n", "text/plain"),
             "encoding-readings"},
            {"a file behind a text", base64("YQ==\n" + program(), "text/plain"),
             "encoding-readings!"},
            {"junk", base64("TVq-QAAMAAAAEAAAA\n"), "encoding-readings!"},
            {"junk at the end", base64(program() + "--\n"), ""},
            {"spaces", base64(" T V q Q \t AAMA\n"), ""},
            {"a comment",
             "Content-Transfer-Encoding: base64 (7bit)\nContent-Type: a/b\n\n" +
                 program(),
             "encoding-readings!"},
            {"a harmless comment",
             "Content-Transfer-Encoding: 7bit (really)\n\nhello\n",
             "encoding-readings"},
            {"unknown", "Content-Transfer-Encoding: x-base64\n\n" + program(),
             "encoding-unknown! hidden-fields!"},
            {"unknown, of a text", "Content-Transfer-Encoding: x-none\n\nhello\n",
             "encoding-unknown"},
            {"of a multipart",
             "Content-Transfer-Encoding: base64\n" + multipart("--b\n\nx\n--b--\n"),
             "multipart-encoding"},
            {"a multipart inside",
             "Content-Transfer-Encoding: quoted-printable\n" +
                 multipart("--b\n\nx\n=2D-b\n\ny\n--b--\n"),
             "multipart-encoding!"},
            {"of a message",
             "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
             "U3ViamVjdDogeAoKeAo=\n",
             "multipart-encoding"},
        };
        check(cases);
    }

    TEST_CASE("what stands where nobody looks is grave where it hides a file")
    {
        const std::string part = "--b\n\nx\n";
        const Case cases[] = {
            {"an epilogue", multipart(part + "--b--\na list of mail\n"), "epilogue"},
            {"a file behind the end", multipart(part + "--b--\n--b\n" + file()),
             "epilogue!"},
            {"uuencode behind the end", multipart(part + "--b--\n" + uuencoded()),
             "epilogue!"},
            {"a file in front", multipart(file() + part + "--b--\n"), "preamble!"},
            {"a long preamble",
             multipart(std::string(2'000, 'x') + "\n" + part + "--b--\n"), "preamble"},
            {"no end", multipart(part), "missing-end"},
            {"no end, with a file", multipart(part + uuencoded()), "missing-end!"},
            {"no part", multipart("hello\n"), "preamble"},
            {"a part in a text", "\nhello\n--c\n" + file(),
             "hidden-fields hidden-fields!"},
            {"a field in a text",
             "\nhello\n--c\nContent-Disposition: attachment; filename=a.pdf\n\nx\n",
             "hidden-fields"},
            {"a file that nobody says is in base64",
             "Content-Type: application/octet-stream\n\n" + program(),
             "hidden-fields!"},
            {"fields where base64 should be",
             base64("Content-Type: x/y; name=a.exe\n\n" + program(), "text/plain"),
             "hidden-fields! encoding-readings"},
            {"a second header in a text",
             "\n\nContent-Disposition: attachment; filename=a.pdf\n\nx\n",
             "hidden-fields!"},
        };
        check(cases);
    }

    TEST_CASE("NUL, bare CR and breaks are grave where something hides by them")
    {
        const Case cases[] = {
            {"NUL in a subject", "Subject: a\0b\n\nx"s, "nul-byte"},
            {"NUL in a content field", "Content-Type: text/plain\0; x=y\n\nx"s,
             "nul-byte!"},
            {"NUL in a text", "\na\0b\n"s, ""},
            {"NUL in a boundary line", multipart("--b\n\nx\n--b\0\n\ny\n--b--\n"s),
             "nul-byte!"},
            {"NUL in front of a boundary line",
             multipart("--b\n\nx\n\0--b\n\ny\n--b--\n"s), "nul-byte!"},
            {"CR in a subject", "Subject: a\rb\n\nx", "bare-cr"},
            {"CR in front of a field", "Subject: a\rContent-Type: text/html\n\nx",
             "bare-cr!"},
            {"CR in a text", "\na\rb\n", ""},
            {"CR in front of a boundary", multipart("--b\n\nx\r--b\r\ry\n--b--\n"),
             "bare-cr!"},
            {"CR twice at line ends", "Subject: a\r\r\nTo: b\r\r\n\r\nx\r\n", ""},
            {"a stray line", "Subject: a\nstray\nTo: b\n\nx", "header-break"},
            {"a stray line and uuencode", "Subject: a\nstray\nTo: b\n\n" + uuencoded(),
             "header-break!"},
            {"a line of spaces behind an encoding",
             "Content-Transfer-Encoding: base64\n \nX-A: b\n\n" + program(),
             "header-break!"},
            {"a header that ends early", "Subject: a\nstray\n\nx", "header-break"},
            {"a content field behind its end",
             "Subject: a\nstray\nContent-Type; x\nContent-Type: x/y\n", "header-break"},
            {"no header at all", "hello\n", "header-break"},
            {"a line of spaces first",
             multipart("--b\n \n" + base64("AAAA", "a/b; name=a.exe") + "\n--b--\n"),
             "header-break! hidden-fields!"},
            {"a folded line first", " x\nContent-Type: text/html\n\nx",
             "header-break!"},
        };
        check(cases);
    }

    TEST_CASE("a message does not choose what its lines and fields cost")
    {
        std::string dashes;
        for (int i = 0; i < 510'000; ++i)
            dashes += "--\n";
        CHECK(oddities("\n" + dashes) == "");
        CHECK(oddities(multipart("--b\n\n" + dashes + "--b--\n")) ==
              "boundary-readings!");
        std::string fields;
        for (int i = 0; i < 100; ++i)
            fields += "Content-Type: a/b; name=c\n";
        CHECK(oddities(fields + "\nx") == "field-syntax! duplicate-content-type");
    }

    TEST_CASE("grave ones are the first to be kept, in the order of the message")
    {
        std::string content;
        for (int i = 0; i < 40; ++i)
            content += "--b\nContent-Type : text/plain\n\nx\n";
        const auto message = multipart(content + "--b--\n" + uuencoded());
        const auto all = ambiguities(test::tree(message), message, 3);
        REQUIRE(all.size() == 3);
        CHECK(all[0].what == Oddity::FieldSyntax);
        CHECK(all[2].what == Oddity::Epilogue);
        CHECK(all[2].grave);
        CHECK(ambiguities(test::tree(message), message).size() == 41);
    }
}

} // namespace mailreeve::mime
