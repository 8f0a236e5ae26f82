#include "ctl/explain_view.hh"

#include "test/ctl/stage.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

using test::letter;
using test::Stage;

namespace {

constexpr const char* strip = "attachments: {mode: strip}";

std::string span_of(const std::string& text, const std::string& from)
{
    const auto begin = text.find(from);
    const auto end = text.find("\n--b", begin);
    return std::to_string(begin) + '-' + std::to_string(end);
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a newcomer sees what each part is, and why one of them is taken out")
    {
        Stage stage;
        const auto text = letter(test::program_fields, test::program_content);
        stage.show(stage.explain(strip, text));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("to b@example.net: tag, without 1 attachment\n"));
        CHECK(stage.told("multipart/mixed, bytes 0-" + std::to_string(text.size()) +
                         '\n'));
        CHECK(stage.told("  part 1, bytes " +
                         span_of(text, "Content-Type: text/plain") +
                         ": declared text/plain, by its bytes text, 5 bytes\n"
                         "    result: allow\n"));
        CHECK(stage.told("  part 2, bytes " +
                         span_of(text, "Content-Type: application/pdf") +
                         ": declared application/pdf, by its bytes dos, 28 bytes\n"
                         "    name: bill.exe\n    name: bill.pdf\n"
                         "    result: strip, rule program: bill.exe is a program\n"));
        CHECK(stage.told("X-Mailreeve-Stripped: names=\"bill.exe\" rules=\"program\""));
    }

    TEST_CASE("the way to a file inside of an archive is shown")
    {
        Stage stage;
        stage.unpacker.finds(test::program("a\x1b[2J/run.exe"));
        stage.show(stage.explain(strip, letter(test::zip_fields, test::zip_content)));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("    holds a\\x1b[2J/run.exe: pe, 1000 bytes\n"));
        CHECK(stage.told("    result: strip, rule program: "
                         "bill.zip/a\\x1b[2J/run.exe is a program\n"));
    }

    TEST_CASE("a message inside that has a name is told once, and its parts below it")
    {
        Stage stage;
        const std::string inner = "Subject: x\n\nhello\n";
        stage.show(stage.explain(strip, letter("Content-Type: message/rfc822\n"
                                               "Content-Disposition: attachment; "
                                               "filename=letter.eml",
                                               inner)));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("\n  part 2, bytes "));
        CHECK(stage.told(": declared message/rfc822, by its bytes mail, "));
        CHECK(stage.told("\n    name: letter.eml\n"));
        CHECK(stage.told("\n    part 2, bytes "));
        CHECK_FALSE(stage.told("message/rfc822, bytes"));
    }

    TEST_CASE("programs are told each part with all that is known of it")
    {
        Stage stage;
        stage.unpacker.finds(test::program("run.exe"));
        const auto text = letter(test::zip_fields, test::zip_content);
        stage.show_json(stage.explain(strip, text));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("{\"file\": \"x.eml\", \"origin\": \"inbound\", "));
        CHECK(stage.told("\"parts\": [{\"path\": \"1\", \"span\": ["));
        CHECK(stage.told(
            "\"names\": [\"bill.zip\"], \"declared\": \"application/zip\", "
            "\"type\": \"zip\", \"size\": 32, \"macros\": false, "
            "\"inside\": [{\"names\": [\"run.exe\"], \"declared\": \"\", "
            "\"type\": \"pe\", \"size\": 1000, \"macros\": false, \"inside\": []}], "
            "\"signed\": false, \"result\": \"strip\", \"asked\": \"strip\", "
            "\"complete\": true, \"rule\": \"program\", \"reason\": \"is a program\", "
            "\"inner\": \"bill.zip/run.exe\"}"));
        const auto all = stage.output.out.str();
        CHECK(all.find('\n') == all.size() - 1);
    }

    TEST_CASE("where attachments are not judged it is told what the rules would say")
    {
        Stage stage;
        const auto explanation =
            stage.explain("", letter(test::program_fields, test::program_content));
        stage.show(explanation);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("attachments.mode is off: no attachment is judged"));
        CHECK(stage.told("    result: allow, asked for: strip, rule program: "));
        CHECK(stage.told("to b@example.net: tag\n"));
        stage.show_json(explanation);
        CHECK(stage.told("\"attachments\": \"off\""));
        CHECK(stage.told("\"result\": \"allow\", \"asked\": \"strip\""));
    }

    TEST_CASE("what two readers would see differently is shown with its place")
    {
        Stage stage;
        auto text = letter(test::program_fields, test::program_content);
        text.insert(text.find("boundary=b"), "boundary=c; ");
        const auto explanation = stage.explain(strip, text);
        stage.show(explanation);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("the message: quarantine: "));
        CHECK(stage.told("ambiguous: boundary-readings, bytes "));
        stage.show_json(explanation);
        CHECK(stage.told("{\"what\": \"boundary-readings\", \"grave\": true, "));
    }

    TEST_CASE("a message of too many parts is told as such, without a tree")
    {
        Stage stage;
        std::string many = "Content-Type: multipart/mixed; boundary=b\n\n";
        for (int i = 0; i < 1'100; ++i)
            many += "--b\n\n";
        const auto explanation = stage.explain(strip, many);
        stage.show(explanation);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("passes a bound, and is not taken apart: parts\n"));
        stage.show_json(explanation);
        CHECK(stage.told("\"parts\": [], \"ambiguities\": [], \"excess\": \"parts\""));
    }

    TEST_CASE("where no worker can be had nothing passes for judged")
    {
        Stage stage;
        stage.unpacker.fail();
        const auto text = letter(test::zip_fields, test::zip_content);
        const auto judged = stage.explain(strip, text);
        CHECK(judged.is_unjudged());
        stage.show(judged);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("no worker looked into files: no worker"));
        CHECK(stage.told("by its bytes zip, 32 bytes, unsupported: no worker\n"));
        CHECK_FALSE(stage.explain("", text).is_unjudged());
    }

    TEST_CASE("only as many files inside of a part are shown as a terminal bears")
    {
        Stage stage;
        stage.unpacker.finds([](attachment::Item& item) { item.inside.resize(250); });
        stage.show(stage.explain(strip, letter(test::zip_fields, test::zip_content)));
        CHECK(stage.told("    and 150 more files\n"));
    }

    TEST_CASE("a denied attachment of a signed letter is not taken out")
    {
        Stage stage;
        auto text = letter(test::program_fields, test::program_content);
        const std::string mixed = "multipart/mixed;";
        text.replace(text.find(mixed), mixed.size(),
                     "multipart/signed; protocol=\"application/pgp-signature\";");
        stage.show(stage.explain(strip, text));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("result: quarantine, asked for: strip, signed, rule program"));
        stage.show(stage.explain("attachments: {mode: strip, signed: pass}", text));
        CHECK(stage.told("result: report, asked for: strip, signed, rule program"));
    }

    TEST_CASE("a denied attachment of our own user is refused")
    {
        Stage stage;
        stage.scene.authenticated = "anna";
        stage.show(
            stage.explain(strip, letter(test::program_fields, test::program_content)));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("the message: reject: "));
        CHECK(stage.told("result: reject, asked for: strip, rule program"));
    }

    TEST_CASE("of several recipients the strictest rules are shown")
    {
        Stage stage;
        stage.scene.recipients = {"b@example.net", "it@example.net"};
        const auto rules = [](const std::string& whom) {
            return "attachments:\n  mode: strip\n  rules:\n"
                   "    - {name: own, for: [" +
                   whom + "], action: allow}\n    - use: default\n";
        };
        const auto text = letter(test::program_fields, test::program_content);
        stage.show(stage.explain(rules("it@example.net"), text));
        CHECK(stage.told("result: strip, rule program"));
        stage.show(stage.explain(rules("b@example.net"), text));
        CHECK(stage.told("result: strip, rule program"));
        stage.show(stage.explain(rules("example.net"), text));
        CHECK(stage.told("result: allow, rule own"));
    }
}

} // namespace mailreeve::ctl
