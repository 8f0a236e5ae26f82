#include "mailreeve/attachment/item.hh"

#include <doctest/doctest.h>

namespace mailreeve::attachment {

TEST_SUITE("attachment")
{
    TEST_CASE("an obstacle has a word for people")
    {
        CHECK(name(Obstacle::None) == "none");
        CHECK(name(Obstacle::TooDeep) == "too deep");
        CHECK(name(Obstacle::Crashed) == "crashed");
    }
}

} // namespace mailreeve::attachment
