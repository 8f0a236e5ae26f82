#include "test/attachment/judge_ground.hh"
#include "test/attachment/name_tricks.hh"

#include <array>

namespace mailreeve::attachment {

TEST_SUITE("attachment")
{
    TEST_CASE("no trick with its name brings a file past the default rules")
    {
        const auto rules = test::rules("");
        constexpr std::array extensions{"exe", "js", "lnk", "scr", "hta"};
        std::size_t tricks = 0;
        const auto must_be_stripped = [&](const std::string& what,
                                          const std::string& told) {
            CAPTURE(what);
            CAPTURE(told);
            const auto said = test::judged(test::file(told, FileType::Text), rules);
            CHECK(said.result == Action::Strip);
            CHECK(said.complete);
            ++tricks;
        };
        for (const auto& trick : test::name_tricks())
            for (const auto* extension : extensions)
                must_be_stripped(trick.what, test::with_extension(trick, extension));
        for (const auto& trick : test::letter_tricks())
            must_be_stripped(trick.what, trick.told);
        MESSAGE(tricks, " names by ",
                test::name_tricks().size() + test::letter_tricks().size(), " tricks");
        CHECK(tricks >= 200);
    }
}

} // namespace mailreeve::attachment
