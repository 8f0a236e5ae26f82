#include "mailreeve/quarantine/held.hh"

#include <doctest/doctest.h>

namespace mailreeve::quarantine {

TEST_SUITE("quarantine")
{
    TEST_CASE("why a message is kept has a word")
    {
        CHECK(name(Why::Held) == "held");
        CHECK(name(Why::Stripped) == "stripped");
        CHECK(name(Why::Unjudged) == "unjudged");
    }
}

} // namespace mailreeve::quarantine
