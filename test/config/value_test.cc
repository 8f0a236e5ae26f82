#include "mailreeve/config/limit.hh"
#include "mailreeve/config/net_value.hh"

#include <doctest/doctest.h>

#include <cstdint>

using namespace std::chrono_literals;

namespace mailreeve::config {

namespace {

template <class T>
struct Case {
    std::string_view text;
    std::optional<T> expected;
};

template <class T, std::size_t Count>
void check_values(const Case<T> (&cases)[Count])
{
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(Value<T>::parse(c.text) == c.expected);
        if (c.expected)
            CHECK(Value<T>::parse(Value<T>::print(*c.expected)) == c.expected);
    }
}

constexpr auto longest = std::chrono::milliseconds::max();

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("a truth is true or false and nothing else")
    {
        check_values<bool>({{"true", true},
                            {"false", false},
                            {"yes", {}},
                            {"True", {}},
                            {"1", {}},
                            {"", {}}});
        CHECK(Value<bool>::problem("On") == "write true");
        CHECK(Value<bool>::problem("no") == "write false");
        CHECK(Value<bool>::problem("maybe").empty());
    }

    TEST_CASE("a whole number is decimal and fits its type")
    {
        check_values<int>({{"0", 0},
                           {"42", 42},
                           {"-42", -42},
                           {"2147483647", 2147483647},
                           {"2147483648", {}},
                           {"-2147483649", {}},
                           {"042", {}},
                           {"-0", 0},
                           {"+1", {}},
                           {"1.0", {}},
                           {"1e3", {}},
                           {"0x10", {}},
                           {" 1", {}},
                           {"1 ", {}},
                           {"-", {}},
                           {"", {}}});
        check_values<unsigned>({{"0", 0U}, {"-1", {}}, {"4294967296", {}}});
        check_values<std::uint8_t>({{"255", std::uint8_t{255}}, {"256", {}}});
    }

    TEST_CASE("a duration is a whole number and a unit")
    {
        using std::chrono::milliseconds;
        check_values<milliseconds>({{"0s", 0ms},
                                    {"1500ms", 1500ms},
                                    {"5s", 5s},
                                    {"10m", 10min},
                                    {"2h", 2h},
                                    {"7d", 24h * 7},
                                    {"2w", 24h * 14},
                                    {"9223372036854775807ms", longest},
                                    {"9223372036854775807s", {}},
                                    {"9223372036854775808ms", {}},
                                    {"5", {}},
                                    {"0", {}},
                                    {"s", {}},
                                    {"5 s", {}},
                                    {"5S", {}},
                                    {"-5s", {}},
                                    {"1h30m", {}},
                                    {"05s", {}},
                                    {"5y", {}},
                                    {"", {}}});
        check_values<std::chrono::seconds>(
            {{"5s", 5s}, {"1000ms", 1s}, {"1500ms", {}}});
    }

    TEST_CASE("a duration is printed in the largest unit that leaves no rest")
    {
        CHECK(print_duration(0ms) == "0s");
        CHECK(print_duration(1500ms) == "1500ms");
        CHECK(print_duration(90s) == "90s");
        CHECK(print_duration(3600s) == "1h");
        CHECK(print_duration(24h * 14) == "14d");
    }

    TEST_CASE("a wrong duration is explained")
    {
        struct Row {
            std::string_view text;
            std::string_view expected;
        };
        const Row rows[] = {
            {"5", "a unit is missing: write \"5\" as 5s"},
            {"5M", "write 5m"},
            {"5min", "the units are ms, s, m, h, d and w"},
            {"soon", ""},
            {"", ""},
        };
        for (const auto& row : rows) {
            CAPTURE(row.text);
            CHECK(duration_problem(row.text) == row.expected);
        }
        CHECK(Value<std::chrono::seconds>::problem("1ms") ==
              "too fine a unit for this key");
    }

    TEST_CASE("a size is a whole number and a unit of bytes")
    {
        using namespace literals;
        check_values<Size>({{"0B", Size{0}},
                            {"512B", Size{512}},
                            {"64KiB", 64_KiB},
                            {"1MiB", 1_MiB},
                            {"25MB", 25_MB},
                            {"3KB", Size{3000}},
                            {"2GiB", Size{2ULL << 30U}},
                            {"2GB", Size{2'000'000'000}},
                            {"9223372036854775807B", Size{9223372036854775807ULL}},
                            {"9223372036854775807KB", {}},
                            {"64", {}},
                            {"64K", {}},
                            {"64kib", {}},
                            {"-1B", {}},
                            {"B", {}}});
        CHECK(Value<Size>::print(25_MB) == "25MB");
        CHECK(Value<Size>::print(Size{}) == "0B");
        CHECK(Value<Size>::problem("64kib") == "write 64KiB");
        CHECK(Value<Size>::problem("64") == "a unit is missing: write \"64\" as 64B");
    }

    TEST_CASE("a text has no control characters")
    {
        check_values<std::string>({{"", ""},
                                   {"Example Ltd", "Example Ltd"},
                                   {"m\u00fcll", "m\u00fcll"},
                                   {"a\nb", {}},
                                   {"a\tb", {}},
                                   {"a\x1b[2J", {}},
                                   {"a\u009bb", {}},
                                   {std::string_view{"a\0b", 3}, {}}});
    }

    TEST_CASE("a path is absolute")
    {
        using std::filesystem::path;
        check_values<path>({{"/var/lib", path{"/var/lib"}},
                            {"/", path{"/"}},
                            {"var/lib", {}},
                            {"~/x", {}},
                            {"/var\nlib", {}},
                            {"", {}}});
    }

    TEST_CASE("addresses and networks are what the net room says they are")
    {
        check_values<net::IpAddress>(
            {{"192.0.2.7", net::IpAddress::parse("192.0.2.7")}, {"192.0.2.0/24", {}}});
        check_values<net::Network>(
            {{"192.0.2.0/24", net::Network::parse("192.0.2.0/24")},
             {"192.0.2.1/24", {}}});
    }

    TEST_CASE("a limit says in words what it lets pass")
    {
        constexpr auto range = between(1s, 60s);
        CHECK(range(1000ms));
        CHECK(range(60s));
        CHECK_FALSE(range(999ms));
        CHECK_FALSE(range(61s));
        CHECK(range.text() == "between 1s and 1m");
        CHECK(between(-1, 5).text() == "between -1 and 5");
        CHECK(between(Size{1024}, Size{2048})(Size{2048}));
        CHECK_FALSE(not_empty(std::string{}));
        CHECK(that<is_whole_number, "a number">(std::string_view{"12"}));
        CHECK(that<is_whole_number, "a number">.text() == "a number");
    }
}

} // namespace mailreeve::config
