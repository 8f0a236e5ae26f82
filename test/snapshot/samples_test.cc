// What the README and the examples show as a configuration is one.
#include "snapshot/load.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::snapshot {

namespace {

const std::string root = SOURCE_ROOT;

std::vector<std::string> lines_of(const std::string& path)
{
    std::ifstream file{root + path};
    CAPTURE(path);
    REQUIRE(file.is_open());
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

// Between a line `begin` and a line `end`, wherever there are such.
std::vector<std::string> blocks(const std::string& path, std::string_view begin,
                                std::string_view end)
{
    std::vector<std::string> all;
    bool inside = false;
    for (const auto& line : lines_of(path)) {
        if (!inside && line == begin)
            all.emplace_back();
        else if (inside && line != end)
            all.back() += line + '\n';
        inside = inside ? line != end : line == begin;
    }
    return all;
}

void check_loads(const std::string& path, const std::string& yaml)
{
    const auto loaded =
        load_text(path, yaml, root + "/lib/mailreeve/rbl/catalogue.yaml");
    CAPTURE(yaml);
    CAPTURE(loaded.diagnostics.text());
    CHECK(loaded.ok());
    CHECK(loaded.diagnostics.all().empty());
}

} // namespace

TEST_SUITE("snapshot")
{
    TEST_CASE("the example is a configuration without a warning")
    {
        const std::string path = "/examples/mailreeve.yaml";
        std::string yaml;
        for (const auto& line : lines_of(path))
            yaml += line + '\n';
        check_loads(path, yaml);
    }

    TEST_CASE("each configuration in the README loads without a warning")
    {
        const std::string path = "/README.md";
        for (const auto& yaml : blocks(path, "```yaml", "```"))
            check_loads(path, yaml);
    }
}

} // namespace mailreeve::snapshot
