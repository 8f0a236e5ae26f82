#include "mailreeve/mail/envelope.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

TEST_SUITE("mail")
{
    TEST_CASE("a parameter is found whatever its case")
    {
        const std::vector<std::string> parameters{"size=2311", "BODY=8BITMIME",
                                                  "SMTPUTF8", "X=", "SIZE=1"};
        CHECK(parameter(parameters, "SIZE") == "2311");
        CHECK(parameter(parameters, "body") == "8BITMIME");
        CHECK(parameter(parameters, "SMTPUTF8") == "");
        CHECK(parameter(parameters, "X") == "");
        CHECK_FALSE(parameter(parameters, "SIZ").has_value());
        CHECK_FALSE(parameter({}, "SIZE").has_value());
    }
}

} // namespace mailreeve::mail
