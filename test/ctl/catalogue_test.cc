#include "ctl/catalogue_command.hh"

#include "test/ctl/output.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

namespace mailreeve::ctl {

namespace {

const std::filesystem::path shipped = SOURCE_ROOT "/lib/mailreeve/rbl/catalogue.yaml";

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("the catalogue is told, the dead at its end")
    {
        std::string problem;
        const auto catalogue = rbl::load_catalogue(shipped, problem);
        REQUIRE(catalogue);
        test::Output output;
        print(*catalogue, output.console);
        const auto told = output.out.str();
        CHECK(told.starts_with("NAME "));
        CHECK(told.find("spamhaus-zen") < told.find("\nDEAD "));
        CHECK(told.find("dnsbl.sorbs.net") > told.find("\nDEAD "));
        test::Output json;
        print(*catalogue, json.json);
        CHECK(json.out.str().find("\"name\": \"spamhaus-zen\"") != std::string::npos);
    }

    TEST_CASE("every preset that needs no key can be asked")
    {
        const auto lists = with_presets({}, shipped);
        CHECK(lists.size() > 40);
        CHECK(std::ranges::any_of(
            lists, [](const auto& list) { return list->name == "spamhaus-zen"; }));
        CHECK(with_presets(lists, shipped).size() == lists.size());
    }

    TEST_CASE("a catalogue that cannot be read is told")
    {
        CHECK_THROWS_AS(with_presets({}, "/none/such.yaml"), std::runtime_error);
    }
}

} // namespace mailreeve::ctl
