#include "mailreeve/crypto/fields.hh"

#include "test/crypto/hex.hh"

#include <doctest/doctest.h>

namespace mailreeve::crypto {

using test::hex;

TEST_SUITE("crypto")
{
    TEST_CASE("a field has its length before it, in four bytes")
    {
        Fields fields;
        fields.add("ab").add("").add(std::string(258, 'x'));
        CHECK(hex(fields.bytes().first(14)) == "00000002"
                                               "6162"
                                               "00000000"
                                               "00000102");
        CHECK(fields.bytes().size() == 4 + 2 + 4 + 4 + 258);
    }

    TEST_CASE("no two lists of texts are the same bytes")
    {
        const auto bytes = [](std::initializer_list<std::string_view> texts) {
            Fields fields;
            for (const auto text : texts)
                fields.add(text);
            return hex(fields.bytes());
        };
        CHECK(bytes({"ab", "c"}) != bytes({"a", "bc"}));
        CHECK(bytes({"ab"}) != bytes({"a", "b"}));
        CHECK(bytes({"a", ""}) != bytes({"a"}));
        CHECK(bytes({"", "a"}) != bytes({"a", ""}));
    }

    TEST_CASE("fields are read as they were written, and cut ones are not")
    {
        Fields fields;
        fields.add("ab").add("").add(std::string(300, 'x'));
        FieldReader reader{fields.bytes()};
        CHECK(reader.next() == "ab");
        CHECK(reader.next() == "");
        CHECK_FALSE(reader.at_end());
        CHECK(reader.next() == std::string(300, 'x'));
        CHECK(reader.at_end());
        CHECK_FALSE(reader.next());
        FieldReader cut{fields.bytes().first(fields.bytes().size() - 1)};
        CHECK(cut.next() == "ab");
        CHECK(cut.next() == "");
        CHECK_FALSE(cut.next());
        CHECK_FALSE(cut.at_end());
        FieldReader huge{bytes_of(std::string_view{"\xff\xff\xff\xff", 4})};
        CHECK_FALSE(huge.next());
    }
}

} // namespace mailreeve::crypto
