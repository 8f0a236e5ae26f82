#include "mailreeve/dns/chance.hh"
#include "mailreeve/dns/query.hh"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace mailreeve::dns {

namespace {

std::string text_of(std::span<const std::uint8_t> octets)
{
    return {octets.begin(), octets.end()};
}

// How far `counts` are from all being equal; for n cells about n when they are random.
double chi_square(const std::vector<unsigned>& counts, unsigned draws)
{
    const double expected =
        static_cast<double>(draws) / static_cast<double>(counts.size());
    double sum = 0;
    for (const auto count : counts)
        sum += (count - expected) * (count - expected) / expected;
    return sum;
}

} // namespace

TEST_SUITE("dns")
{
    using namespace std::string_literals;

    TEST_CASE("a query is one question with recursion desired and EDNS of 1232 octets")
    {
        const auto question = Question::parse("a.example", Type::Aaaa).value();
        const Query query{question, {0x1234, {}}, Edns::Yes};
        CHECK(text_of(query.wire()) == "\x12\x34\1\0\0\1\0\0\0\0\0\1"
                                       "\1a\7example\0\0\34\0\1"
                                       "\0\0\x29\4\xd0\0\0\0\0\0\0"s);
        CHECK(query.id() == 0x1234);
        CHECK(text_of(query.question()) == "\1a\7example\0\0\34\0\1"s);
    }

    TEST_CASE("without EDNS nothing follows the question")
    {
        const auto question = Question::parse("a", Type::Txt).value();
        const Query query{question, {7, {}}, Edns::No};
        CHECK(text_of(query.wire()) == "\0\7\1\0\0\1\0\0\0\0\0\0\1a\0\0\20\0\1"s);
    }

    TEST_CASE("the bits of chance raise the letters of a name and nothing else")
    {
        const auto question = Question::parse("ab-1.\\233z", Type::Txt).value();
        const Query all{question, {0, {~0ULL, ~0ULL, ~0ULL, ~0ULL}}, Edns::No};
        CHECK(text_of(all.question()) == "\4AB-1\2\351Z\0\0\20\0\1"s);
        const Query second{question, {0, {0b100U, 0, 0, 0}}, Edns::No};
        CHECK(text_of(second.question()) == "\4aB-1\2\351z\0\0\20\0\1"s);
    }

    TEST_CASE("the longest name fits")
    {
        const auto label = std::string(63, 'a');
        const auto question =
            Question::parse(label + "." + label + "." + label + "." + label.substr(2),
                            Type::Txt)
                .value();
        const Query query{question, {0, {~0ULL, ~0ULL, ~0ULL, ~0ULL}}, Edns::Yes};
        CHECK(query.wire().size() == 12 + 255 + 4 + 11);
        CHECK(text_of(query.question()).find('a') == std::string::npos);
    }

    TEST_CASE("ten thousand ids are spread evenly")
    {
        ChanceSource chance;
        std::vector<unsigned> high(256);
        std::vector<unsigned> low(256);
        std::array<unsigned, 2> case_bits{};
        for (int i = 0; i < 10'000; ++i) {
            const auto drawn = chance.draw(true);
            ++high[drawn.id >> 8U];
            ++low[drawn.id & 0xffU];
            ++case_bits[drawn.case_bits[0] & 1U];
        }
        // 255 degrees of freedom: 450 is ten standard deviations beyond the mean.
        CHECK(chi_square(high, 10'000) < 450);
        CHECK(chi_square(low, 10'000) < 450);
        CHECK(case_bits[0] > 4'000);
        CHECK(case_bits[1] > 4'000);
    }

    TEST_CASE("draws below a bound stay below it and reach all of it")
    {
        ChanceSource chance;
        std::set<std::uint32_t> seen;
        for (int i = 0; i < 2'000; ++i)
            seen.insert(chance.below(10));
        CHECK(seen.size() == 10);
        CHECK(*seen.rbegin() == 9);
    }
}

} // namespace mailreeve::dns
