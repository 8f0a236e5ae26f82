// Messages in the forms that mail software gives them, written for these tests; the
// fuzz target dsn_read begins with the same files (BOUNCE_SAMPLES, which the build
// defines).
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

inline std::vector<std::string> bounce_samples()
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{BOUNCE_SAMPLES})
        names.push_back(entry.path().filename());
    return names;
}

inline std::string bounce_sample(std::string_view name)
{
    std::ifstream file{std::filesystem::path{BOUNCE_SAMPLES} / name, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

} // namespace mailreeve::test
