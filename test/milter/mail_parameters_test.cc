#include "milter/mail_parameters.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
    TEST_CASE("what matters is kept as it came, whatever its case")
    {
        const std::vector<std::string_view> words{"SIZE=100",      "ret=HDRS",
                                                  "BODY=8BITMIME", "Envid=a+2Bb",
                                                  "smtputf8",      "AUTH=<>"};
        const auto found = MailParameters::of(words);
        CHECK(found.ret == "ret=HDRS");
        CHECK(found.body == "BODY=8BITMIME");
        CHECK(found.envelope_id == "Envid=a+2Bb");
        CHECK(found.utf8 == "smtputf8");
    }

    TEST_CASE("words that only begin alike are others")
    {
        const std::vector<std::string_view> words{"RETRY=1", "SMTPUTF8=1", "ENVI", ""};
        CHECK(MailParameters::of(words) == MailParameters{});
    }

    TEST_CASE("no parameter is kept without a bound")
    {
        const auto word = "RET=" + std::string(10'000, 'x');
        const std::vector<std::string_view> words{word};
        CHECK(MailParameters::of(words).ret.size() == 512);
    }
}

} // namespace mailreeve::milter
