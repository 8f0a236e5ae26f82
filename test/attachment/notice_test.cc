#include "mailreeve/attachment/notice.hh"

#include "mailreeve/base/utf8.hh"
#include "test/support/hostile.hh"

#include <doctest/doctest.h>

namespace mailreeve::attachment {

namespace {

using namespace std::chrono_literals;

Notice notice()
{
    return {{}, "Example Ltd", "1B7K0Q2M9XW3T", WallTime{} + 20'413 * 24h + 555min};
}

Removed invoice()
{
    return {{"UPS_INVOICE_978172.exe", "UPS_INVOICE_978172.zip"},
            "programs",
            "programs are not let in"};
}

bool has(const std::string& text, std::string_view words)
{
    return text.find(words) != std::string::npos;
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("three lines tell that something is gone, what, and where to read on")
    {
        const auto lines = warning_lines(std::vector{invoice()}, notice());
        CHECK(lines[0] ==
              "Warning: This message has had one or more attachments removed");
        CHECK(lines[1] == "Warning: (UPS_INVOICE_978172.exe, UPS_INVOICE_978172.zip).");
        CHECK(lines[2] ==
              "Warning: Please read the \"Example Ltd-Attachment-Warning.txt\" "
              "attachment(s) for more information.");
    }

    TEST_CASE("the warning names files, reasons, id and whom to ask")
    {
        const auto text = warning_text(std::vector{invoice()}, notice());
        CAPTURE(text);
        CHECK(has(text, "  UPS_INVOICE_978172.exe (in UPS_INVOICE_978172.zip)\n"));
        CHECK(has(text, "  UPS_INVOICE_978172.exe: programs are not let in "
                        "(programs)\n"));
        CHECK(has(text, "ask the postmaster of Example Ltd and tell"));
        CHECK(has(text, "1B7K0Q2M9XW3T"));
        CHECK(has(text, "2025-11-21 09:15 UTC\n"));
        CHECK(has(text, "kept by the administrator"));
        CHECK_FALSE(has(text, "{"));
    }

    TEST_CASE("a value that looks like a placeholder is not filled in")
    {
        auto removed = invoice();
        removed.names = {"{id}{names}.exe"};
        CHECK(has(warning_text(std::vector{removed}, notice()), "  {id}{names}.exe\n"));
    }

    TEST_CASE("lines are short where their blanks allow")
    {
        auto removed = invoice();
        for (int i = 0; i < 60; ++i)
            removed.reason += " and words";
        const auto text = warning_text(std::vector{removed}, notice());
        for (std::size_t begin = 0; begin < text.size();) {
            const auto end = text.find('\n', begin);
            CHECK(end - begin <= 78);
            begin = end + 1;
        }
    }

    TEST_CASE("many files are told in few words")
    {
        const std::vector<Removed> many(500, invoice());
        const auto text = warning_text(many, notice());
        CHECK(has(text, "  and 480 more\n"));
        CHECK(text.size() < 5'000);
    }

    TEST_CASE("whatever a sender calls a file, the notice is bounded text")
    {
        auto told = notice();
        for (const auto& text : test::hostile_texts()) {
            CAPTURE(text);
            told.organization = text;
            const std::vector<Removed> removed(50, Removed{{text, text}, text, text});
            for (const auto& line : warning_lines(removed, told)) {
                CHECK(line.size() <= 900);
                CHECK(line.find_first_of(std::string("\0\r\n\x1b", 4)) ==
                      std::string::npos);
                CHECK(utf8::is_valid(line));
            }
            const auto warning = warning_text(removed, told);
            CHECK(warning.size() < 25'000);
            CHECK(utf8::is_valid(warning));
            CHECK_FALSE(has(warning, "\nInjected"));
        }
    }
}

} // namespace mailreeve::attachment
