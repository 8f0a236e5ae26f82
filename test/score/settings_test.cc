#include "mailreeve/score/settings.hh"

#include "mailreeve/config/file.hh"

#include <doctest/doctest.h>

namespace mailreeve::score {

using config::load_text;
using namespace literals;

namespace {

std::string complaint(const std::string& text)
{
    const auto report = load_text<Thresholds>("a.yaml", text).diagnostics.text();
    return report.substr(0, report.find('\n'));
}

} // namespace

TEST_SUITE("score")
{
    TEST_CASE("thresholds are read in points and shown in points")
    {
        const auto loaded = load_text<Thresholds>("a.yaml", "{spam: 4, surespam: 7.5}");
        CHECK(loaded.diagnostics.text().empty());
        CHECK(loaded.settings == Thresholds{4_points, 7.5_points});
        CHECK(config::show(loaded.settings) == "spam: 4.00\nsurespam: 7.50\n");
        CHECK(load_text<Thresholds>("a.yaml", "").settings == Thresholds{});
    }

    TEST_CASE("thresholds that cannot be meant are refused")
    {
        struct Case {
            std::string text;
            std::string_view expected;
        };
        const Case cases[] = {
            {"spam: 12", "a.yaml:1:7: error: \"surespam\" (10.00) must not be below "
                         "\"spam\" (12.00)"},
            {"surespam: 2", "a.yaml:1:11: error: \"surespam\" (2.00) must not be below "
                            "\"spam\" (5.00)"},
            {"{spam: 5, surespam: 4.99}", "a.yaml:1:21: error: \"surespam\" (4.99) "
                                          "must not be below \"spam\" (5.00)"},
            {"spam: 0", "a.yaml:1:7: error: \"spam\" must be between 0.01 and 1000.00, "
                        "not \"0\""},
            {"spam: -5",
             "a.yaml:1:7: error: \"spam\" must be between 0.01 and 1000.00, "
             "not \"-5\""},
            {"spam: 5.005",
             "a.yaml:1:7: error: \"spam\" must be a number of points such "
             "as 5 or -2.5, not \"5.005\""},
            {"spam: nan",
             "a.yaml:1:7: error: \"spam\" must be a number of points such as "
             "5 or -2.5, not \"nan\""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(complaint(c.text) == c.expected);
        }
    }
}

} // namespace mailreeve::score
