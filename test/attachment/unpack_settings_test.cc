#include "mailreeve/attachment/unpack_settings.hh"

#include "mailreeve/config/field.hh"

#include <doctest/doctest.h>

namespace mailreeve::attachment {

TEST_SUITE("unpack settings")
{
    TEST_CASE("the limits of a request are what the keys say")
    {
        UnpackSettings settings;
        CHECK(settings.limits() == UnpackLimits{});
        settings.depth = 3;
        settings.cpu = std::chrono::seconds{2};
        CHECK(settings.limits().depth == 3);
        CHECK(settings.limits().cpu == std::chrono::seconds{2});
    }

    TEST_CASE("the worker is looked for where it is installed")
    {
        CHECK(UnpackSettings{}.worker.is_absolute());
        CHECK(UnpackSettings{}.worker.filename() == "mailreeve-unpack");
    }

    TEST_CASE("items are as deep as the depth that a key allows, and more")
    {
        constexpr std::uint32_t deepest = 20; // the limit of the key
        CHECK(deepest + 1 < max_item_depth);
    }
}

} // namespace mailreeve::attachment
