#include "mailreeve/attachment/splice.hh"

#include "test/support/dice.hh"

#include <doctest/doctest.h>

namespace mailreeve::attachment {

TEST_SUITE("attachment")
{
    TEST_CASE("edits put in, replace and take out, and leave the rest")
    {
        struct Case {
            const char* name;
            std::vector<Edit> edits;
            std::string expected;
        };
        const Case cases[] = {
            {"none", {}, "abcdef"},
            {"in front", {{{0, 0}, "X"}}, "Xabcdef"},
            {"at the end", {{{6, 6}, "X"}}, "abcdefX"},
            {"one out", {{{1, 3}, ""}}, "adef"},
            {"all replaced", {{{0, 6}, "X"}}, "X"},
            {"in and then replaced", {{{2, 2}, "X"}, {{2, 4}, "Y"}}, "abXYef"},
            {"side by side", {{{0, 2}, "X"}, {{2, 4}, ""}, {{4, 6}, "Y"}}, "XY"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            REQUIRE(are_sound(c.edits, 6));
            CHECK(spliced("abcdef", c.edits) == c.expected);
            CHECK(spliced_size("abcdef", c.edits) == c.expected.size());
        }
    }

    TEST_CASE("edits that overlap, go back or pass the end are not sound")
    {
        CHECK_FALSE(are_sound(std::vector<Edit>{{{0, 3}, ""}, {{2, 4}, ""}}, 6));
        CHECK_FALSE(are_sound(std::vector<Edit>{{{4, 5}, ""}, {{0, 1}, ""}}, 6));
        CHECK_FALSE(are_sound(std::vector<Edit>{{{4, 7}, ""}}, 6));
        CHECK_FALSE(are_sound(std::vector<Edit>{{{4, 3}, ""}}, 6));
        CHECK_FALSE(are_sound(std::vector<Edit>{{{2, 4}, ""}, {{2, 2}, ""}}, 6));
    }

    TEST_CASE("the pieces are views into the source, none of them empty")
    {
        const std::string source = "abcdef";
        std::vector<std::string_view> pieces;
        const std::vector<Edit> edits{{{0, 2}, ""}, {{4, 4}, "X"}};
        splice(source, edits, [&](std::string_view piece) { pieces.push_back(piece); });
        REQUIRE(pieces == std::vector<std::string_view>{"cd", "X", "ef"});
        CHECK(pieces[0].data() == source.data() + 2);
    }

    TEST_CASE("any edits give what a text built by hand gives")
    {
        test::Dice dice{4};
        for (int i = 0; i < 20'000; ++i) {
            const auto source = dice.text("abc\r\n", dice.below(40));
            std::vector<Edit> edits;
            std::string expected;
            std::size_t place = 0;
            while (place < source.size() && !dice.one_in(4)) {
                const auto begin = place + dice.below(source.size() - place + 1);
                const auto end = begin + dice.below(source.size() - begin + 1);
                edits.push_back({{begin, end}, dice.text("XY", dice.below(3))});
                expected += source.substr(place, begin - place) + edits.back().text;
                place = end;
            }
            expected += source.substr(place);
            CAPTURE(i);
            REQUIRE(spliced(source, edits) == expected);
        }
    }
}

} // namespace mailreeve::attachment
