#include "mailreeve/base/id.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

#include <set>

namespace mailreeve {

TEST_SUITE("base")
{
    TEST_CASE("an id has thirteen characters, none of which is taken for another")
    {
        const auto id = Id::make(test::FakeClock{}.wall()).text();
        CHECK(id.size() == 13);
        CHECK(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") ==
              std::string::npos);
    }

    TEST_CASE("a later id sorts behind an earlier one, whatever its random part")
    {
        test::FakeClock clock;
        const auto earlier = Id::from(clock.wall(), 0xffffffffU);
        clock.advance(std::chrono::seconds{1});
        CHECK(earlier < Id::from(clock.wall(), 0));
    }

    TEST_CASE("ids of the same second differ")
    {
        std::set<Id> ids;
        for (int i = 0; i < 100; ++i)
            ids.insert(Id::make(test::FakeClock{}.wall()));
        CHECK(ids.size() == 100);
    }

    TEST_CASE("an id is read back, with the second in which it was made")
    {
        const test::FakeClock clock;
        const auto id = Id::make(clock.wall());
        CHECK(Id::parse(id.text()) == id);
        CHECK(id.time() == std::chrono::floor<std::chrono::seconds>(clock.wall()));
        CHECK(Id::parse("ZZZZZZZZZZZZZ")->time() == WallTime::max());
        for (const auto* const text :
             {"", "1B7K0Q2M9XW3", "1B7K0Q2M9XW3TT", "1b7k0q2m9xw3t", "1B7K0Q2M9XW3U",
              "../../../etc/", "1B7K0Q2M9XW3/"}) {
            CAPTURE(std::string{text});
            CHECK_FALSE(Id::parse(text));
        }
    }
}

} // namespace mailreeve
