#include "snapshot/load.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <vector>

namespace mailreeve::snapshot {

namespace {

// What stands between .Bd -literal and .Ed in a manual page.
std::vector<std::string> literal_blocks(const std::string& page)
{
    std::ifstream in{page};
    std::vector<std::string> blocks;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(".Bd -literal"))
            blocks.emplace_back();
        else if (inside && line != ".Ed")
            blocks.back() += line + '\n';
        inside = line.starts_with(".Bd -literal") || (inside && line != ".Ed");
    }
    return blocks;
}

} // namespace

TEST_SUITE("snapshot")
{
    TEST_CASE("every configuration in mailreeve.yaml(5) loads")
    {
        int loaded = 0;
        for (const auto& block :
             literal_blocks(SOURCE_ROOT "/man/mailreeve.yaml.5.in")) {
            if (block.starts_with("mailreeve.yaml:"))
                continue; // an error as it is told
            CAPTURE(block);
            CHECK(load_text("mailreeve.yaml(5)", block).diagnostics.text().empty());
            ++loaded;
        }
        CHECK(loaded >= 3);
    }
}

} // namespace mailreeve::snapshot
