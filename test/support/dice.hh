// Chance that is the same in every run: what a property test generates, seed printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace mailreeve::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}

    // 0 up to, and not with, `end`, which is at least 1.
    std::size_t below(std::size_t end) { return engine_() % end; }

    bool one_in(std::size_t count) { return below(count) == 0; }

    std::string text(std::string_view alphabet, std::size_t size)
    {
        std::string text;
        while (text.size() < size)
            text += alphabet[below(alphabet.size())];
        return text;
    }

private:
    std::mt19937_64 engine_;
};

} // namespace mailreeve::test
