#include "mailreeve/mime/parse.hh"

#include "mailreeve/mime/decode.hh"
#include "test/mime/tree.hh"

namespace mailreeve::mime {

using test::shape;
using test::tree;

namespace {

constexpr std::string_view report = "Content-Type: multipart/report; boundary=b;\n"
                                    " report-type=delivery-status\n"
                                    "\n"
                                    "preamble\n"
                                    "--b\n"
                                    "\n"
                                    "human\n"
                                    "--b\n"
                                    "Content-Type: message/delivery-status\n"
                                    "\n"
                                    "Reporting-MTA: dns; mx.example\n"
                                    "\n"
                                    "--b\n"
                                    "Content-Type: message/rfc822\n"
                                    "\n"
                                    "Subject: hello\n"
                                    "\n"
                                    "original\n"
                                    "--b--\n"
                                    "epilogue\n";

void check_report(std::string_view message, std::string_view line_end)
{
    const auto ended = [&](std::string text) { return text.append(line_end); };
    const auto root = tree(message);
    CHECK(shape(root) == "multipart/report[text/plain message/delivery-status "
                         "message/rfc822[text/plain]]");
    CHECK(root.report_type == "delivery-status");
    CHECK(root.closed);
    CHECK(root.preamble.of(message) == "preamble");
    CHECK(root.epilogue.of(message) == ended("epilogue"));
    CHECK(root.parts[0].header.empty());
    CHECK(root.parts[0].content.of(message) == "human");
    CHECK(root.parts[1].content.of(message) == ended("Reporting-MTA: dns; mx.example"));
    const auto& original = root.parts[2].parts[0];
    CHECK(original.fields == std::vector<mail::HeaderField>{{"Subject", " hello"}});
    CHECK(original.header.of(message) == ended("Subject: hello"));
    CHECK(original.content.of(message) == "original");
    CHECK(original.whole() == root.parts[2].content);
}

std::string multipart(std::string_view content,
                      std::string_view parameters = "boundary=b")
{
    return std::string{"Content-Type: multipart/mixed; "}
        .append(parameters)
        .append("\n\n")
        .append(content);
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("a report is read to the tree of its parts, whatever its line ends")
    {
        check_report(report, "\n");
        check_report(test::with_crlf(report), "\r\n");
    }

    TEST_CASE("line ends may be mixed")
    {
        const std::string_view message = "Content-Type: multipart/mixed; boundary=b\r\n"
                                         "\n"
                                         "--b\n\r\none\r\n--b\r\n\ntwo\n--b--\r\n";
        const auto root = tree(message);
        REQUIRE(root.parts.size() == 2);
        CHECK(root.parts[0].content.of(message) == "one");
        CHECK(root.parts[1].content.of(message) == "two");
    }

    TEST_CASE("a bare CR ends no line")
    {
        const std::string_view message = "Content-Type: multipart/mixed; "
                                         "boundary=b\n\n--b\n\none\r--b\rtwo\n--b--\n";
        const auto root = tree(message);
        REQUIRE(root.parts.size() == 1);
        CHECK(root.parts[0].content.of(message) == "one\r--b\rtwo");
    }

    TEST_CASE("boundary lines divide the content")
    {
        struct Case {
            const char* name;
            std::string content;
            std::vector<std::string> parts;
            bool closed = true;
        };
        const Case cases[] = {
            {"two", "--b\n\none\n--b\n\ntwo\n--b--\n", {"one", "two"}},
            {"white space behind", "--b \t\n\none\n--b-- \n", {"one"}},
            {"no line end at the end", "--b\n\none\n--b--", {"one"}},
            {"a longer line", "--b\n\none\n--bb\ntwo\n--b--\n", {"one\n--bb\ntwo"}},
            {"text behind", "--b\n\none\n--b x\n--b--\n", {"one\n--b x"}},
            {"one dash more", "--b\n\none\n---b\n--b--\n", {"one\n---b"}},
            {"not at the start", "--b\n\none\n --b\n--b--\n", {"one\n --b"}},
            {"open", "--b\n\none\n", {"one\n"}, false},
            {"cut in the boundary", "--b\n\none\n--", {"one\n--"}, false},
            {"empty parts", "--b\n--b\n--b--\n", {"", ""}},
            {"an empty line alone", "--b\n\n--b--\n", {""}},
            {"two empty lines", "--b\n\n\n--b--\n", {""}},
            {"three empty lines", "--b\n\n\n\n--b--\n", {"\n"}},
            {"no part", "--b--\n", {}},
            {"behind the end", "--b\n\none\n--b--\n--b\n\ntwo\n", {"one"}},
            {"none at all", "text\n", {}, false},
            {"nothing", "", {}, false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto message = multipart(c.content);
            const auto root = tree(message);
            std::vector<std::string> parts;
            for (const auto& part : root.parts)
                parts.emplace_back(part.content.of(message));
            CHECK(parts == c.parts);
            CHECK(root.closed == c.closed);
        }
    }

    TEST_CASE("what stands around the parts is preamble and epilogue")
    {
        struct Case {
            const char* name;
            std::string content;
            std::string preamble;
            std::string epilogue;
        };
        const Case cases[] = {
            {"both", "pre\n--b\n\n--b--\npost\n", "pre", "post\n"},
            {"neither", "--b\n\n--b--\n", "", ""},
            {"an empty line before", "\n--b\n\n--b--\n", "", ""},
            {"two lines before", "a\n\n--b\n\n--b--\n", "a\n", ""},
            {"no boundary", "text\n", "text\n", ""},
            {"only an end", "pre\n--b--\npost", "pre", "post"},
            {"parts behind the end", "--b--\n--b\n\nx\n", "", "--b\n\nx\n"},
            {"open", "pre\n--b\n\nx", "pre", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto message = multipart(c.content);
            const auto root = tree(message);
            CHECK(root.preamble.of(message) == c.preamble);
            CHECK(root.epilogue.of(message) == c.epilogue);
        }
    }

    TEST_CASE("the boundary is found however it is told")
    {
        struct Case {
            const char* name;
            std::string parameters;
            std::string boundary;
        };
        const Case cases[] = {
            {"plain", "boundary=b", "b"},
            {"quoted", "boundary=\"b c\"", "b c"},
            {"backslash", R"(boundary="b\"c")", "b\"c"},
            {"folded in quotes", "boundary=\"b\n c\"", "b c"},
            {"capitals", "BOUNDARY=B", "B"},
            {"spaces around", "boundary = b", "b"},
            {"behind another", "charset=x; boundary=b", "b"},
            {"behind one that is none", "x:y=1; boundary=b", "b"},
            {"behind an 8-bit name", "n\xc3\xa4me=1; boundary=b", "b"},
            {"comments", "(a;b) boundary((c))=(d)b(e)", "b"},
            {"the first of two", "boundary=b; boundary=c", "b"},
            {"sections", "boundary*0=a; boundary*1=b", "ab"},
            {"sections out of order", "boundary*1=b; boundary*0=a", "ab"},
            {"extended", "boundary*=us-ascii'en'a%62", "ab"},
            {"plain before extended", "boundary*=''x; boundary=b", "b"},
            {"no semicolon between", "charset=x boundary=b", "b"},
            {"white space at the end", "boundary=\"b \"", "b"},
            {"white space at the start", "boundary=\" b\"", " b"},
            {"8-bit bytes stay", "boundary=\"b\xe4\"", "b\xe4"},
            {"quotes that do not close", "boundary=\"b", "b"},
            {"punctuation", "boundary=\"'()+_,-./:=?\"", "'()+_,-./:=?"},
            {"an encoded word", "boundary=\"=?utf-8?q?b?=\"", "=?utf-8?q?b?="},
            {"empty", "boundary=\"\"", ""},
            {"none", "charset=x", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto message = multipart(
                "--" + c.boundary + "\n\none\n--" + c.boundary + "--\n", c.parameters);
            const auto root = tree(message);
            CHECK(root.boundary == c.boundary);
            CHECK(root.parts.size() == (c.boundary.empty() ? 0 : 1));
        }
    }

    TEST_CASE("multiparts inside each other end where the outer one goes on")
    {
        const std::string inner = "Content-Type: multipart/alternative; boundary=c\n";
        struct Case {
            const char* name;
            std::string content;
            std::string shape;
        };
        const Case cases[] = {
            {"both closed", "--b\n" + inner + "\n--c\n\nx\n--c--\n--b\n\ny\n--b--\n",
             "multipart/mixed[multipart/alternative[text/plain] text/plain]"},
            {"inner open", "--b\n" + inner + "\n--c\n\nx\n--b\n\ny\n--b--\n",
             "multipart/mixed[multipart/alternative[text/plain] text/plain]"},
            {"inner without parts", "--b\n" + inner + "\n--b\n\ny\n--b--\n",
             "multipart/mixed[multipart/alternative text/plain]"},
            {"the outer ends first", "--b\n" + inner + "\n--c\n\nx\n--b--\n--c--\n",
             "multipart/mixed[multipart/alternative[text/plain]]"},
            {"header cut by a boundary", "--b\n" + inner + "--c\nA: b\n--b\n--b--\n",
             "multipart/mixed[multipart/alternative[text/plain] text/plain]"},
            {"no empty line behind the header", "--b\n" + inner + "--c\n\nx\n--c--\n",
             "multipart/mixed[multipart/alternative[text/plain]]"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(shape(tree(multipart(c.content))) == c.shape);
        }
    }

    TEST_CASE("the innermost of two multiparts with one boundary goes on")
    {
        const auto message =
            multipart("--b\nContent-Type: multipart/mixed; boundary=b\n\n"
                      "--b\n\nx\n--b--\n--b\n\ny\n--b--\n");
        CHECK(shape(tree(message)) ==
              "multipart/mixed[multipart/mixed[text/plain] text/plain]");
    }

    TEST_CASE("a boundary may begin like another")
    {
        const auto message =
            multipart("--b\nContent-Type: multipart/mixed; boundary=bb\n\n"
                      "--bb\n\nx\n--bb--\n--b\n\ny\n--b--\n");
        CHECK(shape(tree(message)) ==
              "multipart/mixed[multipart/mixed[text/plain] text/plain]");
    }

    TEST_CASE("a message inside is read where it stands, unless it is encoded")
    {
        struct Case {
            const char* name;
            std::string header;
            std::string shape;
        };
        const Case cases[] = {
            {"rfc822", "Content-Type: message/rfc822\n", "message/rfc822[text/html]"},
            {"global", "Content-Type: message/global\n", "message/global[text/html]"},
            {"capitals", "content-type: Message/RFC822\n", "message/rfc822[text/html]"},
            {"8bit", "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8BIT\n",
             "message/rfc822[text/html]"},
            {"unknown encoding",
             "Content-Type: message/rfc822\nContent-Transfer-Encoding: odd\n",
             "message/rfc822[text/html]"},
            {"base64",
             "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n",
             "message/rfc822"},
            {"quoted-printable",
             "Content-Type: message/rfc822\nContent-Transfer-Encoding: "
             "quoted-printable\n",
             "message/rfc822"},
            {"a header block", "Content-Type: text/rfc822-headers\n",
             "text/rfc822-headers"},
            {"a status", "Content-Type: message/delivery-status\n",
             "message/delivery-status"},
            {"a piece", "Content-Type: message/partial\n", "message/partial"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(shape(tree(c.header + "\nContent-Type: text/html\n\nx\n")) ==
                  c.shape);
        }
    }

    TEST_CASE("a message inside may begin with the line of a mailbox file")
    {
        const std::string_view message =
            "Content-Type: message/rfc822\n\n"
            ">From a@example Mon Nov 23\nSubject: x\n\ny\n";
        const auto root = tree(message);
        REQUIRE(root.parts.size() == 1);
        CHECK(root.parts[0].fields ==
              std::vector<mail::HeaderField>{{"Subject", " x"}});
    }

    TEST_CASE("the parts of a digest are messages where they do not say otherwise")
    {
        const std::string_view message =
            "Content-Type: multipart/digest; boundary=b\n\n"
            "--b\n\nSubject: one\n\nx\n"
            "--b\nContent-Type: text/html\n\ny\n"
            "--b\nContent-Type: broken\n\nSubject: z\n--b--\n";
        CHECK(shape(tree(message)) == "multipart/digest[message/rfc822[text/plain] "
                                      "text/html message/rfc822[text/plain]]");
    }

    TEST_CASE("a type that is absent or broken is plain text")
    {
        const char* const fields[] = {
            "",
            "Content-Type:\n",
            "Content-Type: text\n",
            "Content-Type: text plain\n",
            "Content-Type: /plain\n",
            "Content-Type: text/\n",
            "Content-Type: a/b/c\n",
            "Content-Type: ;charset=utf-8\n",
            "Content-Type: text/pl@in\n",
            "Content-Type: text/pl\xe4in\n",
            "X-Content-Type: text/html\n",
        };
        for (const auto* field : fields) {
            CAPTURE(field);
            CHECK(tree(std::string{field} + "\nx\n").type == "text/plain");
        }
    }

    TEST_CASE("what an entity says of itself is read")
    {
        const auto root = tree("Content-Type : TEXT / Html (odd) ; charset=\"UTF-8\"\n"
                               "CONTENT-transfer-encoding: Base64 (yes)\n"
                               "Content-Disposition: Attachment; filename=a.txt\n\n");
        CHECK(root.type == "text/html");
        CHECK(root.charset == "utf-8");
        CHECK(root.encoding == "base64");
        CHECK(root.disposition == "attachment");
        CHECK(reading(root.disposition_parameters, "filename") == "a.txt");
    }

    TEST_CASE("of two types the one that holds more is taken")
    {
        const std::string text = "Content-Type: text/plain\n";
        const std::string more = "Content-Type: multipart/mixed; boundary=b\n";
        const std::string content = "\n--b\n\nx\n--b--\n";
        CHECK(shape(tree(text + more + content)) == "multipart/mixed[text/plain]");
        CHECK(shape(tree(more + text + content)) == "multipart/mixed[text/plain]");
        CHECK(tree("Content-Type: text/html\n" + text + "\n").type == "text/html");
    }

    TEST_CASE("a message of nothing is one empty text")
    {
        for (const std::string_view message : {"", "\n", "\r\n", "A: b", "A: b\n"}) {
            CAPTURE(message);
            const auto root = tree(message);
            CHECK(root.type == "text/plain");
            CHECK(root.content.empty());
            CHECK(root.parts.empty());
        }
    }

    TEST_CASE("NUL and 8-bit bytes are content like any other")
    {
        const std::string message{"A\xff: \0b\n\n\0\xfe\n", 11};
        const auto root = tree(message);
        CHECK(root.fields ==
              std::vector<mail::HeaderField>{{"A\xff", std::string{" \0b", 3}}});
        CHECK(root.content.size() == 3);
    }
}

} // namespace mailreeve::mime
