#include "milter/content.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
    TEST_CASE("a message is put together as it came")
    {
        Content content{100};
        content.header("From", " ann@example.net");
        content.header("Subject", " a\n folded one");
        CHECK(content.body("one\r\n"));
        CHECK(content.body("two\r\n"));
        CHECK(content.raw() ==
              "From: ann@example.net\r\nSubject: a\n folded one\r\n\r\n"
              "one\r\ntwo\r\n");
        CHECK(content.is_complete());
    }

    TEST_CASE("of a body no more is kept than was asked for")
    {
        Content content{10};
        CHECK(content.body("12345678"));
        CHECK_FALSE(content.body("90abc"));
        CHECK(content.raw() == "\r\n1234567890");
        CHECK_FALSE(content.is_complete());
        CHECK_FALSE(content.body("more"));
        CHECK(content.raw() == "\r\n1234567890");
    }

    TEST_CASE("a body that just fits is complete")
    {
        Content content{4};
        CHECK(content.body("1234"));
        CHECK(content.is_complete());
    }

    TEST_CASE("of a header neither bytes nor fields are kept beyond their bounds")
    {
        Content many{10};
        for (std::size_t n = 0; n <= Content::max_fields; ++n)
            many.header("X", "y");
        CHECK(many.fields().size() == Content::max_fields);
        CHECK_FALSE(many.is_complete());
        Content large{10};
        large.header("X", std::string(Content::max_header, 'y'));
        CHECK(large.fields().empty());
        CHECK_FALSE(large.is_complete());
    }
}

} // namespace mailreeve::milter
