#include "milter/process.hh"
#include "milter/shortage.hh"

#include "mailreeve/base/descriptor.hh"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <vector>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
    TEST_CASE("few descriptors mean few sessions, and never none")
    {
        struct Case {
            std::size_t wanted;
            std::size_t descriptors;
            std::size_t expected;
        };
        const Case cases[] = {
            {1000, descriptors_for(1000), 1000},
            {1000, 1 << 20, 1000},
            {1000, 1024, 240},
            {1000, 64, 8},
            {1000, 4, 1},
            {1, descriptors_for(1), 1},
        };
        for (const auto& c : cases) {
            CAPTURE(c.descriptors);
            CHECK(sessions_within(c.wanted, c.descriptors) == c.expected);
        }
    }

    TEST_CASE("a shortage begins at the reserve and ends a quarter above it")
    {
        struct Case {
            const char* name;
            DescriptorUse use;
            bool shut;
            bool expected;
        };
        const Case cases[] = {
            {"plenty", {100, 4096}, false, false},
            {"the reserve is whole", {4064, 4096}, false, false},
            {"the reserve is touched", {4065, 4096}, false, true},
            {"not yet enough", {4060, 4096}, true, true},
            {"enough again", {4056, 4096}, true, false},
            {"a small limit", {49, 64}, false, true},
            {"a small limit, enough", {44, 64}, true, false},
            {"more than allowed", {215, 64}, false, true},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(is_short(c.use, c.shut) == c.expected);
        }
    }

    TEST_CASE("open descriptors are counted")
    {
        DescriptorCount count;
        const auto before = count.now();
        CHECK(before.limit == descriptor_limit());
        CHECK(before.open >= 3);
        std::vector<Descriptor> more;
        for (int i = 0; i < 10; ++i)
            more.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        CHECK(count.now().open == before.open + 10);
        more.clear();
        CHECK(count.now().open == before.open);
        CHECK_FALSE(count.may_be_short());
    }

    TEST_CASE("the memory of the process is known")
    {
        CHECK(resident_bytes() > 1024 * 1024);
    }
}

} // namespace mailreeve::milter
