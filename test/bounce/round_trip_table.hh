// What came of stamps that were put into the bounces of the corpus, by origin.
#pragma once

#include "test/bounce/returned_place.hh"
#include "test/support/corpus.hh"

#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace mailreeve::test {

struct RoundTripCounts {
    std::size_t files = 0;
    std::size_t stamped = 0;
    std::size_t valid = 0;                       // in each place where a stamp was put
    std::array<std::size_t, wrappings> places{}; // where one was valid
    std::size_t flips = 0;
    std::size_t taken = 0;

    RoundTripCounts& operator+=(const RoundTripCounts& other)
    {
        files += other.files;
        stamped += other.stamped;
        valid += other.valid;
        for (std::size_t n = 0; n < wrappings; ++n)
            places.at(n) += other.places.at(n);
        flips += other.flips;
        taken += other.taken;
        return *this;
    }
};

class RoundTripTable {
public:
    RoundTripCounts& of(const CorpusFile& file)
    {
        return origins_[file.column("origin")];
    }

    void add(const CorpusFile& file, bool is_stamped, bool is_valid)
    {
        auto& counts = of(file);
        ++counts.files;
        counts.stamped += is_stamped ? 1U : 0U;
        counts.valid += is_valid ? 1U : 0U;
    }

    void miss(const CorpusFile& file, const std::string& why)
    {
        misses_.push_back("miss: " + file.path + ": " + why);
    }

    RoundTripCounts total() const
    {
        RoundTripCounts sum;
        for (const auto& [origin, counts] : origins_)
            sum += counts;
        return sum;
    }

    void print() const
    {
        std::printf("%-28s %6s %8s %6s", "origin", "files", "stamped", "valid");
        for (std::size_t n = 0; n < wrappings; ++n)
            std::printf(" %16s", std::string{name(static_cast<Wrapping>(n))}.c_str());
        std::printf(" %7s %6s\n", "flips", "taken");
        for (const auto& [origin, counts] : origins_)
            print(origin, counts);
        print("total", total());
        for (const auto& miss : misses_)
            std::printf("%s\n", miss.c_str());
    }

private:
    static void print(const std::string& origin, const RoundTripCounts& counts)
    {
        std::printf("%-28s %6zu %8zu %6zu", origin.c_str(), counts.files,
                    counts.stamped, counts.valid);
        for (const auto places : counts.places)
            std::printf(" %16zu", places);
        std::printf(" %7zu %6zu\n", counts.flips, counts.taken);
    }

    std::map<std::string, RoundTripCounts> origins_;
    std::vector<std::string> misses_;
};

} // namespace mailreeve::test
