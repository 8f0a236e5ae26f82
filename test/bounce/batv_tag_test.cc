#include "mailreeve/bounce/batv_tag.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::bounce {

namespace {

std::string told(const std::optional<TaggedLocal>& found)
{
    return found ? std::string{found->tag} + ' ' + std::string{found->local} : "none";
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a tag is found in every form that is seen, and nowhere else")
    {
        struct Case {
            const char* local;
            const char* expected;
        };
        const Case cases[] = {
            {"prvs=4012a1b2c3=u", "4012a1b2c3 u"},
            {"Prvs=4012A1B2C3=U", "4012A1B2C3 U"},
            {"prvs=0545a40e5=u", "0545a40e5 u"},       // an appliance's
            {"prvs=4012a1b2c3=u=v", "4012a1b2c3 u=v"}, // the first = ends the tag
            {"prvs=u=4012a1b2c3", "4012a1b2c3 u"},
            {"prvs=u=v=4012a1b2c3", "4012a1b2c3 u=v"},
            {"btv1==4012a1b2c3d==u", "4012a1b2c3d u"},
            {"BTV1==abc2a1b2c3d==u", "abc2a1b2c3d u"},
            {"msprvs1=17634AbCd_-12=u", "17634AbCd_-12 u"},
            {"u+prvs=4012a1b2c3", "4012a1b2c3 u"},
            {"u-PRVS=4012a1b2c3", "4012a1b2c3 u"},
            {"u+list+prvs=4012a1b2c3", "4012a1b2c3 u+list"},
            {"u", "none"},
            {"", "none"},
            {"prvs=", "none"},
            {"prvs==u", "none"},
            {"prvs=4012a1b2c3=", "none"},
            {"prvs=4012a1b2c3", "none"},
            {"prvs=4012a1b2cg=u", "none"},    // no hexadecimal digit
            {"prvs=a012a1b2c3=u", "none"},    // no digit for the key
            {"prvs=4012a1b=u", "none"},       // too short
            {"prvs=4012a1b2c3d4e=u", "none"}, // too long
            {"prvs==4012a1b2c3", "none"},     // nobody
            {"+prvs=4012a1b2c3", "none"},
            {"uprvs=4012a1b2c3", "none"},
            {"u+prvs=4012a1b2cg", "none"},
            {"btv1=4012a1b2c3d=u", "none"},
            {"btv1==4012a1b2c3d==", "none"},
            {"msprvs1=abc=u", "none"},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.local});
            CHECK(told(find_any_tag(c.local)) == c.expected);
        }
    }

    TEST_CASE("our two forms are told apart")
    {
        CHECK(told(find_prvs("prvs=4012a1b2c3=u")) == "4012a1b2c3 u");
        CHECK(told(find_prvs("u+prvs=4012a1b2c3")) == "none");
        CHECK(told(find_prvs("prvs=u=4012a1b2c3")) == "none");
        CHECK(told(find_sub_address("u+prvs=4012a1b2c3")) == "4012a1b2c3 u");
        CHECK(told(find_sub_address("prvs=4012a1b2c3=u")) == "none");
    }
}

} // namespace mailreeve::bounce
