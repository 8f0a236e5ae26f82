#include "policy/symbols.hh"

#include "mailreeve/score/finding.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace mailreeve::policy {

TEST_SUITE("policy")
{
    TEST_CASE("the manual documents every symbol")
    {
        std::ifstream file{std::string{SOURCE_ROOT} + "/man/mailreeve-policy.7"};
        REQUIRE(file.is_open());
        std::ostringstream text;
        text << file.rdbuf();
        for (const auto symbol : symbols::all) {
            CAPTURE(symbol);
            CHECK(score::is_symbol(symbol));
            CHECK(text.str().find(".It Li " + std::string{symbol} + '\n') !=
                  std::string::npos);
        }
    }
}

} // namespace mailreeve::policy
