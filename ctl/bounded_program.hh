// Running a program with fixed arguments, no shell, and an end.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::ctl {

struct ProgramLimits {
    std::size_t output = std::size_t{1} << 20U; // bytes; what is beyond is an error
    std::chrono::milliseconds time{10'000};     // then it is killed
};

// What it wrote to its standard output; nothing when it could not be started, failed,
// took too long or wrote too much: then `problem` says so. It sees no input, no
// descriptors of ours, and an environment of PATH and LC_ALL=C alone.
std::optional<std::string> output_of(const std::filesystem::path& program,
                                     const std::vector<std::string>& arguments,
                                     std::string& problem,
                                     const ProgramLimits& limits = {});

} // namespace mailreeve::ctl
