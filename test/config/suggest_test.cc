#include "mailreeve/config/suggest.hh"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace mailreeve::config {

TEST_SUITE("config")
{
    TEST_CASE("the word that was meant is found, and no other")
    {
        constexpr std::array<std::string_view, 6> known{
            "missing", "unconfirmed", "exempt", "on", "reverse_dns", "rbl"};
        struct Case {
            const char* name;
            std::string word;
            std::string_view expected;
        };
        const Case cases[] = {
            {"a letter left out", "mising", "missing"},
            {"a letter too many", "misssing", "missing"},
            {"a letter changed", "migsing", "missing"},
            {"neighbours swapped", "msising", "missing"},
            {"two letters off", "missign_", "missing"},
            {"capitals", "MISSING", "missing"},
            {"a hyphen", "reverse-dns", "reverse_dns"},
            {"the first letter", "eckempt", "exempt"},
            {"another word", "colour", ""},
            {"a short word, one letter off", "rbI", "rbl"},
            {"a short word, two letters off", "dbs", ""},
            {"a word of two letters is not guessed from another", "ab", ""},
            {"nothing", "", ""},
            {"a long word", std::string(100, 'm'), ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(nearest(c.word, known) == c.expected);
        }
    }

    TEST_CASE("of two near words the nearer one is found")
    {
        constexpr std::array<std::string_view, 2> known{"servers", "server"};
        CHECK(nearest("serverz", known) == "servers");
        CHECK(nearest("serve", known) == "server");
    }
}

} // namespace mailreeve::config
