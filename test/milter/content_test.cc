#include "milter/content.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
    TEST_CASE("a message is put together as it came")
    {
        Content content{{.body = 100, .in_memory = 1000}};
        content.header("From", " ann@example.net");
        content.header("Subject", " a\n folded one");
        CHECK(content.body("one\r\n"));
        CHECK(content.body("two\r\n"));
        CHECK(content.raw() ==
              "From: ann@example.net\r\nSubject: a\r\n folded one\r\n\r\n"
              "one\r\ntwo\r\n");
        CHECK(content.is_complete());
    }

    TEST_CASE("of a body no more is kept than was asked for")
    {
        Content content{{.body = 10, .in_memory = 1000}};
        CHECK(content.body("12345678"));
        CHECK_FALSE(content.body("90abc"));
        CHECK(content.raw() == "\r\n1234567890");
        CHECK_FALSE(content.is_complete());
        CHECK_FALSE(content.body("more"));
        CHECK(content.raw() == "\r\n1234567890");
    }

    TEST_CASE("a body that just fits is complete")
    {
        Content content{{.body = 4, .in_memory = 1000}};
        CHECK(content.body("1234"));
        CHECK(content.is_complete());
    }

    TEST_CASE(
        "of a header no more fields are told, and no more bytes kept, than may be")
    {
        Content many{{.body = 10, .in_memory = 1'000'000}};
        for (std::size_t n = 0; n <= Content::max_fields; ++n)
            many.header("X", "y");
        CHECK(many.fields().size() == Content::max_fields);
        CHECK(many.is_complete()); // its bytes are all there
        Content large{{.body = 10, .in_memory = 1'000'000}};
        large.header("X", std::string(Content::max_header, 'y'));
        CHECK(large.fields().empty());
        large.header("X", std::string(100, 'y'));
        CHECK_FALSE(large.is_complete());
    }

    TEST_CASE("what does not fit into memory goes into a file, and comes back")
    {
        const test::TemporaryDirectory directory;
        Content content{
            {.body = 1'000'000, .in_memory = 10, .scratch = directory.path()}};
        content.header("Subject", " many");
        const std::string chunk(65'535, 'x');
        CHECK(content.body(chunk));
        CHECK(content.body(chunk));
        CHECK(content.raw() == "Subject: many\r\n\r\n" + chunk + chunk);
        CHECK(content.raw().substr(content.body_begin()) == chunk + chunk);
    }

    TEST_CASE("a message that no disk takes is lost, not cut short")
    {
        Content content{{.body = 1'000, .in_memory = 10, .scratch = "/nonexistent"}};
        CHECK_FALSE(content.body("more than ten bytes"));
        CHECK(content.is_lost());
        CHECK_FALSE(content.is_complete());
        CHECK(content.raw().empty());
    }
}

} // namespace mailreeve::milter
