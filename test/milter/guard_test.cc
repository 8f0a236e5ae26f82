#include "milter/guard.hh"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
    TEST_CASE("what a body returns is returned")
    {
        CHECK(guarded(
                  0, [] { return 1; }, [](std::string_view) { return 2; }) == 1);
    }

    TEST_CASE("what a body throws is told in words")
    {
        std::string told;
        const auto failed = [&](std::string_view what) {
            told = what;
            return 2;
        };
        CHECK(guarded(
                  0, []() -> int { throw std::runtime_error{"why"}; }, failed) == 2);
        CHECK(told == "why");
        CHECK(guarded(
                  0, []() -> int { throw 42; }, failed) == 2);
        CHECK(told == "unknown exception");
    }

    TEST_CASE("when telling fails too there is a last resort")
    {
        const auto failed = [](std::string_view) -> int {
            throw std::runtime_error{"again"};
        };
        CHECK(guarded(
                  3, []() -> int { throw std::runtime_error{"why"}; }, failed) == 3);
    }
}

} // namespace mailreeve::milter
