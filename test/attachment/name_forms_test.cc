#include "mailreeve/attachment/name_forms.hh"

#include "mailreeve/base/utf8.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace mailreeve::attachment {

using namespace std::string_literals;

namespace {

bool has(const NameForms& forms, const std::string& form)
{
    return std::ranges::find(forms.all, form) != forms.all.end();
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("an ordinary name has itself as its only form")
    {
        for (const auto* told : {"report.pdf", "annual report (2).docx", "a_b-c.tar.gz",
                                 "photo [1].jpeg", "100.5 + 7.xls"}) {
            CAPTURE(std::string{told});
            const auto forms = name_forms(told);
            CHECK(forms.complete);
            REQUIRE(forms.all.size() == 1);
            CHECK(forms.all.front() == told);
            CHECK(forms.facts == NameFacts{.length = std::string{told}.size()});
        }
    }

    TEST_CASE("a name has the form of every change that a reader makes")
    {
        struct Case {
            std::string told;
            std::string form;
        };
        const Case cases[] = {
            {"Report.PDF", "report.pdf"},
            {"a/b\\c.txt", "c.txt"},
            {"a%252Eexe", "a.exe"},
            {"a&#x2e;exe", "a.exe"},
            {"a.e\u202exe", "a.exe"},
            {"a.exe\0.pdf"s, "a.exe"},
            {"a.exe\0.pdf"s, "a.exe.pdf"},
            {"a.exe. . ", "a.exe"},
            {"a.exe::$DATA", "a.exe"},
            {"a.txt:b.exe", "b.exe"},
            {"c:a.exe", "a.exe"},
            {"a.exe;1", "a.exe"},
            {"\"a\".exe", "a.exe"},
            {"a\uff0e\uff45xe", "a.exe"},
            {"a\xc0\xae"
             "exe",
             "a.exe"},
            {"=?utf-8?Q?a=2Eexe?=", "a.exe"},
            {"\u0441\u0447\u0451\u0442.pdf", "\u0441\u0447\u0451\u0442.pdf"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.told);
            const auto forms = name_forms(c.told);
            CHECK(forms.complete);
            CHECK(has(forms, c.form));
        }
    }

    TEST_CASE("names that people give have few forms")
    {
        for (const auto* told :
             {"Angebot \"M\u00fcller & S\u00f6hne\" \u2013 50%25 Rabatt.pdf",
              "C:\\Users\\x\\Documents\\r\u00e9sum\u00e9 (final).docx",
              // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one name
              "\u0441\u0447\u0451\u0442-\u0444\u0430\u043a\u0442\u0443\u0440\u0430 "
              "\u2116 7.xlsx",
              "\u200eWhatsApp Image 2026-11-22 at 12.00.00.jpeg",
              "\u8acb\u6c42\u66f8\u3002\u6700\u7d42.pdf", "Re: Fwd: a/b; c.msg",
              "=?iso-2022-jp?B?GyRCQUA7dxsoQg==?=.txt"}) {
            CAPTURE(std::string{told});
            const auto forms = name_forms(told);
            CHECK(forms.complete);
            CHECK(forms.all.size() <= 40);
            CHECK_FALSE(forms.facts.bidi);
            CHECK_FALSE(forms.facts.double_extension);
        }
    }

    TEST_CASE("what is remarkable in a name is told")
    {
        CHECK(name_forms("a\u202efdp.exe").facts.bidi);
        CHECK(name_forms("a%E2%80%AEfdp.exe").facts.bidi);
        CHECK_FALSE(name_forms("a\u200e.pdf").facts.bidi);
        CHECK(name_forms("a.pdf     .exe").facts.many_spaces);
        CHECK(name_forms("a\u3000\u3000\u3000\u3000\u3000.exe").facts.many_spaces);
        CHECK_FALSE(name_forms("a    .exe").facts.many_spaces);
        CHECK(name_forms("invoice.pdf.exe").facts.double_extension);
        CHECK(name_forms("invoice.pdf  .exe").facts.double_extension);
        CHECK(name_forms("invoice.pdf%2Escr").facts.double_extension);
        CHECK_FALSE(name_forms("setup.exe").facts.double_extension);
        CHECK_FALSE(name_forms("a.tar.gz").facts.double_extension);
        CHECK_FALSE(name_forms("v1.2.exe").facts.double_extension);
        CHECK_FALSE(name_forms("signed.exe.pdf").facts.double_extension);
        CHECK(name_forms("\u00e4\u00f6\u00fc").facts.length == 3);
    }

    TEST_CASE("a name without end has a bounded number of forms, and says so")
    {
        const auto longer = name_forms(std::string(1'000'000, 'a') + ".exe");
        CHECK_FALSE(longer.complete);
        CHECK(longer.facts.length == 1'000'004);
        CHECK(extension_of(longer.all.back()) == "exe");
        std::string tangled = "\"a/b:c&amp;%25;1\u202e\uff0e\r\n";
        for (int i = 0; i < 6; ++i)
            tangled += tangled;
        const auto many = name_forms(tangled.substr(0, longest_name));
        CHECK(many.all.size() <= most_name_forms);
        for (const auto& form : many.all)
            CHECK(utf8::is_valid(form));
    }

    TEST_CASE("no name at all has no form")
    {
        CHECK(name_forms("").all.empty());
        CHECK(name_forms(" . ").all == std::vector<std::string>{" . "});
    }
}

} // namespace mailreeve::attachment
