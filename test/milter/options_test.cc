#include "milter/options.hh"

#include <doctest/doctest.h>

#include <vector>

namespace mailreeve::milter {

namespace {

using Words = std::vector<const char*>;

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("options are read as getopt does")
    {
        const std::filesystem::path usual = "/etc/mailreeve/mailreeve.yaml";
        struct Case {
            Words words;
            Options expected;
        };
        const Case cases[] = {
            {{}, {usual}},
            {{"-f"}, {usual, true}},
            {{"-c", "a.yaml"}, {"a.yaml"}},
            {{"-ca.yaml", "-n"}, {"a.yaml", false, true}},
            {{"-fnc", "a.yaml"}, {"a.yaml", true, true}},
            {{"-c", "-f"}, {"-f"}},
            {{"-t", "--", "-f"}, {usual, false, false, true}},
            {{"-V"}, {usual, false, false, false, true}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.words.size());
            std::string problem;
            CHECK(parse_options(c.words, problem) == c.expected);
            CHECK(problem.empty());
        }
    }

    TEST_CASE("wrong options are told")
    {
        struct Case {
            Words words;
            const char* problem;
        };
        const Case cases[] = {
            {{"-x"}, "unknown option -x"},          {{"-fx"}, "unknown option -x"},
            {{"--file"}, "unknown option --"},      {{"-c"}, "-c needs a file"},
            {{"-fc"}, "-c needs a file"},           {{"-c", ""}, "-c needs a file"},
            {{"file"}, "unexpected argument file"}, {{"-"}, "unexpected argument -"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.problem);
            std::string problem;
            CHECK_FALSE(parse_options(c.words, problem));
            CHECK(problem == c.problem);
        }
    }
}

} // namespace mailreeve::milter
