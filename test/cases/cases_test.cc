#include "test/cases/case_file.hh"
#include "test/cases/play.hh"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

namespace mailreeve::test {

namespace {

std::set<std::filesystem::path> all_cases()
{
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{CASES_DIRECTORY})
        if (entry.path().extension() == ".case")
            files.insert(entry.path());
    return files;
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines)
        text += line + '\n';
    return text;
}

// MAILREEVE_WRITE_CASES=1: what comes of it is written into the files, to be read.
bool writes()
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    return std::getenv("MAILREEVE_WRITE_CASES") != nullptr;
}

} // namespace

TEST_SUITE("cases")
{
    TEST_CASE("what comes of each case is what stands in it")
    {
        for (const auto& file : all_cases()) {
            CAPTURE(file.filename().string());
            const auto scene = read_case(file);
            CHECK_FALSE(scene.title.empty());
            const auto played = play(scene);
            if (writes())
                write_case(file, played);
            else
                CHECK(joined(played) == joined(scene.transcript));
        }
    }

    TEST_CASE("there are at least forty cases")
    {
        CHECK(all_cases().size() >= 40);
    }
}

} // namespace mailreeve::test
