#include "test/attachment/verdict.hh"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace mailreeve::attachment {

using test::is_stopped;
using test::surveyed;

namespace {

std::string multipart(const std::string& part)
{
    return "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
           "boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n" +
           part + "\r\n--b--\r\n";
}

std::string uuencoded(const std::string& name)
{
    return "begin 644 " + name + "\r\n%:&5L;&\\\r\n`\r\nend\r\n";
}

// Sees nothing in anything, and remembers what it was asked.
class Blind final : public Unpacker {
public:
    Item look_into(Enclosed file) override
    {
        asked.push_back(file.item);
        return std::move(file.item);
    }

    std::vector<Item> asked;
};

Survey surveyed_by(Unpacker& unpacker, const std::string& message)
{
    const SystemClock clock;
    return survey(message, &unpacker, {}, clock.now() + std::chrono::hours{1}, clock);
}

std::string file(const std::string& name, const std::string& content)
{
    return multipart("Content-Type: application/octet-stream\r\nContent-Disposition: "
                     "attachment; filename=\"" +
                     name + "\"\r\n\r\n" + content);
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("a message that is attached under the name of a script is a script")
    {
        const auto named = [](const std::string& name) {
            return multipart("Content-Type: message/rfc822\r\nContent-Disposition: "
                             "attachment; filename=" +
                             name + "\r\n\r\nSubject: x\r\n\r\n@calc\r\n");
        };
        CHECK(is_stopped(named("run.bat")));
        CHECK_FALSE(is_stopped(named("letter.eml")));
        const auto survey = surveyed(named("run.bat"));
        REQUIRE(survey.parts.size() == 3);
        CHECK(survey.parts[1].entity->type == "message/rfc822");
        CHECK(survey.parts[1].path == "2");
        CHECK(survey.parts[2].entity->type == "text/plain");
    }

    TEST_CASE("S/MIME is looked into by its bytes, its name or what it is said to be")
    {
        const std::string der{"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"};
        const std::string messages[] = {
            file("letter.bin", der), file("letter.p7m", "unknown"),
            "Content-Type: application/pkcs7-mime\r\n\r\nunknown",
            "Content-Type: application/x-pkcs7-mime\r\n\r\nunknown"};
        for (const auto& message : messages) {
            CAPTURE(message);
            Blind unpacker;
            surveyed_by(unpacker, message);
            CHECK(unpacker.asked.size() == 1);
        }
        Blind unpacker;
        surveyed_by(unpacker, file("letter.bin", "unknown"));
        CHECK(unpacker.asked.empty());
    }

    TEST_CASE("the subject of an attached message is no name of a file")
    {
        CHECK_FALSE(is_stopped(multipart("Content-Type: message/rfc822\r\n"
                                         "Content-Description: News of example.app\r\n"
                                         "\r\nSubject: x\r\n\r\nhello\r\n")));
    }

    TEST_CASE("files in a text beyond those that are looked at are not let through")
    {
        std::string text = "Subject: x\r\n\r\n";
        for (int i = 0; i < 100; ++i)
            text += uuencoded("a.txt");
        CHECK_FALSE(is_stopped(text));
        const auto survey = surveyed(text + uuencoded("evil.exe"));
        CHECK(survey.parts.size() == 101);
        CHECK(survey.parts.front().item.obstacle == Obstacle::TooMany);
    }

    TEST_CASE("uuencode is looked for in every kind of text")
    {
        for (const auto* type :
             {"text/plain", "text/x-any", "text/markdown", "application/octet-stream",
              "application/x-uuencode", "application/mac-binhex40"}) {
            CAPTURE(type);
            const auto field = std::string{"Content-Type: "} + type + "\r\n\r\n";
            CHECK(is_stopped(multipart(field + uuencoded("run.exe"))));
            CHECK_FALSE(is_stopped(multipart(field + uuencoded("a.txt"))));
        }
    }

    TEST_CASE("a multipart in base64 hides no parts from those who undo that")
    {
        // --b, Content-Disposition: attachment; filename=a.exe, an empty line, x, --b--
        CHECK(is_stopped("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
                         "boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                         "LS1iDQpDb250ZW50LURpc3Bvc2l0aW9uOiBhdHRhY2htZW50OyBmaWxlbmFt"
                         "\r\nZT1hLmV4ZQ0KDQp4DQotLWItLQ0K\r\n"));
        // --b, an empty line, hello, --b--
        CHECK_FALSE(is_stopped("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
                               "boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                               "LS1iDQoNCmhlbGxvDQotLWItLQ0K\r\n"));
    }

    TEST_CASE("what is called an archive and does not begin like one is looked into")
    {
        const std::string odd = std::string{"\x01\x02"} + std::string(20, '\x05');
        struct Case {
            const char* name;
            bool asked;
        };
        const Case cases[] = {
            {"letter.zip", true},      {"LETTER.ZIP ", true}, {"letter.rar", true},
            {"letter.7z.002", true},   {"letter.dat", false}, {"letter.002", false},
            {"letter.zip.txt", false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            Blind blind;
            const auto survey = surveyed_by(blind, file(c.name, odd));
            CHECK(blind.asked.size() == (c.asked ? 1U : 0U));
            CHECK(survey.parts.at(1).item.obstacle ==
                  (c.asked ? Obstacle::Unsupported : Obstacle::None));
        }
    }

    TEST_CASE("a text in the place of an archive is a text")
    {
        Blind blind;
        const auto survey = surveyed_by(blind, file("letter.zip", "It was removed."));
        CHECK(blind.asked.empty());
        CHECK(survey.parts.at(1).item.obstacle == Obstacle::None);
    }

    TEST_CASE("what is called a message is read as one, whatever its header")
    {
        Blind blind;
        const auto survey = surveyed_by(blind, file("letter.eml", "X-A: b\r\n\r\nx"));
        REQUIRE(blind.asked.size() == 1);
        CHECK(blind.asked[0].declared == "message/rfc822");
        CHECK(survey.parts.at(1).item.declared == "application/octet-stream");
        CHECK(survey.parts.at(1).item.obstacle == Obstacle::None);
    }
}

} // namespace mailreeve::attachment
