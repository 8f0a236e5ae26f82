// Runs a fuzz target over its seeds, whole and cut short: what libFuzzer's main does
// where there is no libFuzzer.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr std::size_t cuts = 64;

std::string content(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

// A copy of its own size, so that reading past the end is seen.
void run(std::string_view input)
{
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::size_t run_cut(const std::string& input)
{
    const auto step = std::max<std::size_t>(input.size() / cuts, 1);
    std::size_t runs = 0;
    for (std::size_t size = 0; size < input.size(); size += step, ++runs)
        run(std::string_view{input}.substr(0, size));
    run(input);
    return runs + 1;
}

} // namespace

int main(int count, char** arguments)
{
    std::size_t seeds = 0;
    std::size_t runs = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& entry : fs::directory_iterator{arguments[i]}) {
            std::fprintf(stderr, "%s\n", entry.path().c_str());
            runs += run_cut(content(entry.path()));
            ++seeds;
        }
    std::printf("%zu seeds, %zu runs\n", seeds, runs);
    return seeds > 0 ? 0 : 1;
}
