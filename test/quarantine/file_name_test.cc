#include "mailreeve/quarantine/file_name.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::quarantine {

TEST_SUITE("quarantine")
{
    TEST_CASE("a name is read back as it was written")
    {
        for (const auto* const text :
             {"1B7K0Q2M9XW3T.mrq", "1B7K0Q2M9XW3T-2.mrq", "1B7K0Q2M9XW3T-99.mrq",
              "1B7K0Q2M9XW3T.mrq.damaged", "1B7K0Q2M9XW3T-3.mrq.damaged"}) {
            CAPTURE(std::string{text});
            const auto name = FileName::parse(text);
            REQUIRE(name);
            CHECK(name->text() == text);
        }
        CHECK(FileName::parse("1B7K0Q2M9XW3T-2.mrq")->short_text() ==
              "1B7K0Q2M9XW3T-2");
    }

    TEST_CASE("no other name is that of a kept message")
    {
        for (const auto* const text :
             {"", ".", "..", "1B7K0Q2M9XW3T", "1B7K0Q2M9XW3T.mrq.new",
              "1B7K0Q2M9XW3.mrq", "1b7k0q2m9xw3t.mrq", "1B7K0Q2M9XW3T-1.mrq",
              "1B7K0Q2M9XW3T-02.mrq", "1B7K0Q2M9XW3T-100.mrq", "1B7K0Q2M9XW3T-.mrq",
              "1B7K0Q2M9XW3T2.mrq", "../1B7K0Q2M9X.mrq", ".1B7K0Q2M9XW3T.mrq",
              "1B7K0Q2M9XW3T-0.mrq", "1B7K0Q2M9XW3T.mrq.damaged.damaged"}) {
            CAPTURE(std::string{text});
            CHECK_FALSE(FileName::parse(text));
        }
    }

    TEST_CASE("names sort by the time of their transactions, then by their number")
    {
        const auto first = *FileName::parse("1B7K0Q2M9XW3T.mrq");
        const auto second = *FileName::parse("1B7K0Q2M9XW3T-2.mrq");
        const auto tenth = *FileName::parse("1B7K0Q2M9XW3T-10.mrq");
        const auto later = *FileName::parse("1B7K0Q3000000.mrq");
        CHECK(first < second);
        CHECK(second < tenth);
        CHECK(tenth < later);
        CHECK(first.time() < later.time());
    }

    TEST_CASE("a file that is not complete is known by its name")
    {
        const auto id = *Id::parse("1B7K0Q2M9XW3T");
        const auto name = unfinished_name(id);
        CHECK(is_unfinished(name));
        CHECK(unfinished_name(id) != name);
        CHECK_FALSE(FileName::parse(name));
        for (const auto* const text : {"", ".new", "1B7K0Q2M9XW3T.mrq", ".keep.new",
                                       ".1B7K0Q2M9XW3U-00000000.new"})
            CHECK_FALSE(is_unfinished(text));
    }
}

} // namespace mailreeve::quarantine
