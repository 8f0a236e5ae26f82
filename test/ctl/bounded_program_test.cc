#include "ctl/bounded_program.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

TEST_SUITE("ctl")
{
    TEST_CASE("a program's output is what it wrote, with nothing put into a shell")
    {
        std::string problem;
        CHECK(output_of("/bin/echo", {"a", "$(id); *", "'b'"}, problem) ==
              "a $(id); * 'b'\n");
        CHECK(problem.empty());
    }

    TEST_CASE("a program sees no environment of ours")
    {
        std::string problem;
        CHECK(output_of("/usr/bin/env", {}, problem) ==
              "PATH=/usr/sbin:/usr/bin:/sbin:/bin\nLC_ALL=C\n");
    }

    TEST_CASE("a program that does not do its work is told of")
    {
        struct Case {
            const char* program;
            std::vector<std::string> arguments;
            const char* problem;
        };
        const Case cases[] = {
            {"/none/such", {}, "No such file or directory"},
            {"/bin/false", {}, "it failed"},
            {"/bin/cat", {"/dev/zero"}, "it wrote too much"},
            {"/usr/bin/tail", {"-f", "/dev/null"}, "it took too long"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.program);
            std::string problem;
            const ProgramLimits limits{100'000, std::chrono::milliseconds{300}};
            CHECK_FALSE(output_of(c.program, c.arguments, problem, limits));
            CHECK(problem == c.problem);
        }
    }
}

} // namespace mailreeve::ctl
