// What other filters let through, or choked on: RELIABILITY.md 7, the rows of MIME,
// each by its number. The messages are our own.
#include "test/attachment/verdict.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::attachment {

using test::is_stopped;

namespace {

constexpr char program[] =
    "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAA\r\n";

std::string header(const std::string& content_type)
{
    return "From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: " +
           content_type + "\r\n\r\n";
}

// A multipart whose boundary is told by `type`, and is `boundary`.
std::string multipart(const std::string& type, const std::string& boundary,
                      const std::string& part)
{
    return header(type) + "--" + boundary +
           "\r\nContent-Type: text/plain\r\n\r\nhello\r\n--" + boundary + "\r\n" +
           part + "\r\n--" + boundary + "--\r\n";
}

std::string part(const std::string& fields)
{
    return fields + "Content-Transfer-Encoding: base64\r\n\r\n" + program;
}

// NOLINTNEXTLINE(cert-err58-cpp): a test may end where there is no memory
const std::string exe = part("Content-Type: application/octet-stream\r\n"
                             "Content-Disposition: attachment; filename=evil.exe\r\n");

std::string with_name(const std::string& parameter)
{
    // The content is no program, so that the name alone tells.
    return multipart("multipart/mixed; boundary=b", "b",
                     "Content-Type: application/octet-stream\r\nContent-Disposition: "
                     "attachment; " +
                         parameter + "\r\n\r\nbytes\r\n");
}

std::string repeated(const std::string& text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("a plain program is stopped, and a letter is not")
    {
        CHECK(is_stopped(multipart("multipart/mixed; boundary=b", "b", exe)));
        CHECK_FALSE(is_stopped(header("text/plain") + "hello\r\n"));
        CHECK_FALSE(is_stopped(
            multipart("multipart/mixed; boundary=b", "b",
                      "Content-Type: image/png\r\n"
                      "Content-Disposition: attachment; filename=a.png\r\n\r\n"
                      "\x89PNG\r\n\x1a\n")));
    }

    TEST_CASE("CVE-2024-28054: two boundaries, of which readers take one each")
    {
        for (const std::string real : {"b", "c"}) {
            CAPTURE(real);
            CHECK(is_stopped(
                multipart("multipart/mixed; boundary=b; boundary=c", real, exe)));
        }
    }

    TEST_CASE("CVE-2026-116264: an invalid parameter in front of the boundary")
    {
        CHECK(is_stopped(multipart("multipart/mixed; x:y=1; boundary=b", "b", exe)));
        CHECK(is_stopped(multipart("multipart/mixed; \xe4=1; boundary=b", "b", exe)));
        CHECK(is_stopped(multipart("multipart/mixed; =1; boundary=b", "b", exe)));
    }

    TEST_CASE("CVE-2026-116265: a boundary in sections, repeated or with a gap")
    {
        for (const auto* type :
             {"multipart/mixed; boundary*0=a; boundary*1=b",
              "multipart/mixed; boundary*0=a; boundary*0=x; boundary*1=b",
              "multipart/mixed; boundary*0=ab; boundary*2=c",
              "multipart/mixed; boundary*=us-ascii''ab"}) {
            CAPTURE(type);
            CHECK(is_stopped(multipart(type, "ab", exe)));
        }
    }

    TEST_CASE("CVE-2026-116266: an encoded word, or space, in a boundary")
    {
        CHECK(is_stopped(multipart("multipart/mixed; boundary=\"=?us-ascii?Q?b?=\"",
                                   "=?us-ascii?Q?b?=", exe)));
        CHECK(is_stopped(
            multipart("multipart/mixed; boundary=\"=?us-ascii?Q?b?=\"", "b", exe)));
        for (const auto* real : {"b ", "b"}) {
            CAPTURE(real);
            CHECK(is_stopped(multipart("multipart/mixed; boundary=\"b \"", real, exe)));
        }
        CHECK(is_stopped(multipart("multipart/mixed; boundary=\"\"", "", exe)));
    }

    TEST_CASE("CVE-2026-116269: names that contradict each other")
    {
        for (const auto* name :
             {"filename=a.txt; filename=evil.exe", "filename=evil.exe; filename=a.txt",
              "filename=a.txt; filename*=utf-8''evil.exe",
              "filename=a.txt; filename*0=evil; filename*1=.exe",
              "filename=; filename*=utf-8''evil.exe",
              "filename=a.txt; name=evil.exe"}) {
            CAPTURE(name);
            CHECK(is_stopped(with_name(name)));
        }
    }

    TEST_CASE("CVE-2026-116272: comments in parameters")
    {
        CHECK(is_stopped(multipart("multipart/mixed; boundary(c)=b", "b", exe)));
        CHECK(is_stopped(
            multipart("multipart/mixed; (a (nested) one) boundary=b", "b", exe)));
        CHECK(
            is_stopped(multipart("multipart/mixed; boundary=b(boundary=c)", "b", exe)));
        CHECK(is_stopped(with_name("filename(x)=evil.exe")));
    }

    TEST_CASE(
        "CVE-2026-116267, -116268, -116270, -116271, -116273: too much of anything")
    {
        const auto deep = repeated("(", 200'000);
        CHECK_FALSE(is_stopped(header("text/plain; x=" + deep) + "hello\r\n"));
        CHECK(is_stopped(header("multipart/mixed; boundary=b") +
                         repeated("--b\r\n\r\n", 100'000) + "--b--\r\n"));
        CHECK(is_stopped(header("text/plain; " + repeated("a=b; ", 100'000)) +
                         "hello\r\n"));
        CHECK(is_stopped(header("text/plain").insert(0, repeated("X: y\r\n", 100'000)) +
                         "hello\r\n"));
        CHECK(is_stopped("Subject: " + repeated("=?utf-8?Q?a?= ", 100'000) + "\r\n" +
                         header("text/plain") + "hello\r\n"));
    }

    TEST_CASE("CVE-2024-39929: a name over several lines and sections")
    {
        CHECK(is_stopped(with_name("filename*0=\"evil\";\r\n filename*1=\".\";\r\n"
                                   " filename*2=\"exe\"")));
        CHECK(is_stopped(with_name("filename*0*=utf-8''ev;\r\n filename*1*=il%2e;\r\n"
                                   " filename*2=exe")));
        CHECK(is_stopped(with_name("filename*1=\".exe\";\r\n filename*0=\"evil\"")));
    }

    TEST_CASE("CVE-2002-2228: a name that ends in what the desktop takes off")
    {
        for (const auto* name : {"\"evil.exe.\"", "\"evil.exe \"", "\"evil.exe. .\"",
                                 "evil.exe.", "\"evil.exe::$DATA\""}) {
            CAPTURE(name);
            CHECK(is_stopped(with_name(std::string{"filename="} + name)));
        }
    }

    TEST_CASE("CVE-2003-0121: a content field that is not written as a field")
    {
        for (const auto* field :
             {"Content-Type : application/octet-stream; name=evil.exe\r\n",
              "Content-Type\t: application/octet-stream; name=evil.exe\r\n",
              "CONTENT-TYPE:application/octet-stream;name=evil.exe\r\n",
              "Content-Type:\r\n application/octet-stream;\r\n\tname=evil.exe\r\n"}) {
            CAPTURE(field);
            CHECK(
                is_stopped(multipart("multipart/mixed; boundary=b", "b", part(field))));
        }
    }

    TEST_CASE("CVE-2004-2619: transfer encodings that lie")
    {
        for (const std::string encoding :
             {"base64 ", "BASE64", "\"base64\"", "base64 (comment)", "base64;",
              "x-base64", "=?us-ascii?Q?base64?="}) {
            CAPTURE(encoding);
            CHECK(is_stopped(
                multipart("multipart/mixed; boundary=b", "b",
                          "Content-Type: "
                          "application/octet-stream\r\nContent-Transfer-Encoding: " +
                              encoding + "\r\n\r\n" + program)));
        }
        CHECK(is_stopped(header("text/plain") +
                         "begin 644 evil.exe\r\n#35J0\r\n`\r\nend"
                         "\r\n"));
    }

    TEST_CASE("CVE-2006-5874: an empty or broken base64 part is no end of us")
    {
        for (const auto* content : {"", "=", "====", "T", "TVq", "TVqQ=", "\r\n\r\n"}) {
            CAPTURE(content);
            CHECK_FALSE(is_stopped(multipart(
                "multipart/mixed; boundary=b", "b",
                std::string{"Content-Type: image/png\r\nContent-Transfer-Encoding: "
                            "base64\r\n\r\n"} +
                    content)));
        }
    }

    TEST_CASE("CVE-2023-29542: a line end in a name")
    {
        CHECK(is_stopped(with_name("filename*=utf-8''a.pdf%0a.exe")));
        CHECK(is_stopped(with_name("filename*=utf-8''evil.exe%00.txt")));
        CHECK(is_stopped(
            with_name("filename=\"evil.e\r\n xe\"; filename*=utf-8''ev%0dil.exe")));
    }

    TEST_CASE("CVE-2020-12100: parts inside of parts inside of parts")
    {
        std::string deep;
        for (int i = 0; i < 5'000; ++i)
            deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) +
                    "\r\n\r\n--b" + std::to_string(i) + "\r\n";
        CHECK(is_stopped("MIME-Version: 1.0\r\n" + deep + exe));
    }

    TEST_CASE("CVE-2026-27859: more sections of a parameter than anybody writes")
    {
        std::string sections;
        for (int i = 0; i < 20'000; ++i)
            sections += "; filename*" + std::to_string(i) + "=x";
        CHECK(is_stopped(with_name("x=y" + sections)));
    }

    TEST_CASE("rspamd 2026: messages inside of messages without an end")
    {
        CHECK(is_stopped(header("message/rfc822") +
                         repeated("Content-Type: message/rfc822\r\n\r\n", 100'000) +
                         "Content-Type: text/plain\r\n\r\nhello\r\n"));
    }

    TEST_CASE("CVE-2011-1929: a NUL in the name of a field")
    {
        auto message = multipart("multipart/mixed; boundary=b", "b", exe);
        CHECK(is_stopped("X" + std::string(1, '\0') + "Y: z\r\n" + message));
        CHECK(is_stopped(multipart(
            "multipart/mixed; boundary=b", "b",
            part("Content-Type: application/octet-stream\r\nContent-Disposition" +
                 std::string(1, '\0') + ": attachment; filename=evil.exe\r\n"))));
    }

    TEST_CASE("GMime 15: a header of colons takes no time")
    {
        CHECK_FALSE(is_stopped("X" + repeated(":", 200'000) + "\r\n" +
                               header("text/plain") + "hello\r\n"));
    }
}

} // namespace mailreeve::attachment
