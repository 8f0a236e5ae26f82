#include "policy/verdict.hh"

#include <doctest/doctest.h>

namespace mailreeve::policy {

TEST_SUITE("policy")
{
    TEST_CASE("a verdict has a name, and a reply only when it refuses")
    {
        struct Case {
            Verdict verdict;
            const char* name;
            bool replies;
        };
        const Case cases[] = {
            {Accept{}, "accept", false},
            {Tag{"[SPAM] "}, "tag", false},
            {Quarantine{"x"}, "quarantine", false},
            {Defer{{451, "4.7.1", "x"}}, "defer", true},
            {Reject{{550, "5.7.1", "x"}}, "reject", true},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(name(c.verdict) == c.name);
            CHECK((reply(c.verdict) != nullptr) == c.replies);
        }
    }
}

} // namespace mailreeve::policy
