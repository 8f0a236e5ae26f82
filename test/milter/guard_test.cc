#include "milter/guard.hh"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

namespace mailreeve::milter {

namespace {

int fails()
{
    throw std::runtime_error{"why"};
}

int fails_oddly()
{
    throw 42; // NOLINT(hicpp-exception-baseclass): what no library should do
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("what a body returns is returned")
    {
        const auto one = [] { return 1; };
        const auto two = [](std::string_view) { return 2; };
        CHECK(guarded(0, one, two) == 1);
    }

    TEST_CASE("what a body throws is told in words")
    {
        std::string told;
        const auto failed = [&](std::string_view what) {
            told = what;
            return 2;
        };
        CHECK(guarded(0, fails, failed) == 2);
        CHECK(told == "why");
        CHECK(guarded(0, fails_oddly, failed) == 2);
        CHECK(told == "unknown exception");
    }

    TEST_CASE("when telling fails too there is a last resort")
    {
        const auto failed = [](std::string_view) { return fails(); };
        CHECK(guarded(3, fails, failed) == 3);
    }
}

} // namespace mailreeve::milter
