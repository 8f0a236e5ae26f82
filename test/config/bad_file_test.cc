#include "mailreeve/config/file.hh"

#include "test/config/sample.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <vector>

namespace mailreeve::config {

namespace {

struct Case {
    std::string name;
    std::string file;
    std::string report;
};

std::vector<Case> read_cases(const std::string& path)
{
    std::ifstream in{path};
    std::vector<Case> cases;
    std::string* part = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== ")) {
            cases.push_back({line.substr(4), {}, {}});
            part = &cases.back().file;
        } else if (line == "--- says") {
            part = &cases.back().report;
        } else if (part != nullptr) {
            *part += line + '\n';
        }
    }
    return cases;
}

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("every bad file is refused in its own words")
    {
        const auto cases = read_cases(BAD_CASES);
        CHECK(cases.size() >= 100);
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto loaded = load_text<test::Sample>("sample.yaml", c.file);
            CHECK_FALSE(loaded.ok());
            CHECK(loaded.diagnostics.text() == c.report);
        }
    }
}

} // namespace mailreeve::config
