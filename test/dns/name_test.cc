#include "mailreeve/dns/name.hh"
#include "mailreeve/dns/question.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

TEST_SUITE("dns")
{
    using namespace std::string_literals;

    TEST_CASE("a name in text becomes labels on the wire")
    {
        struct Case {
            const char* text;
            std::string wire;
        };
        const Case cases[] = {
            {"mail.example", "\4mail\7example\0"s},
            {"mail.example.", "\4mail\7example\0"s},
            {"Mail", "\4Mail\0"s},
            {".", "\0"s},
            {"a\\.b.c", "\3a.b\1c\0"s},
            {"a\\046b", "\3a.b\0"s},
            {"\\000\\255", "\2\0\377\0"s},
            {"a b", "\3a b\0"s},
            {"\\\\", "\1\\\0"s},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(to_wire(c.text) == c.wire);
        }
    }

    TEST_CASE("what is no name has no wire form")
    {
        const std::string long_label(64, 'a');
        std::string long_name;
        for (int i = 0; i < 64; ++i)
            long_name += "abc.";
        for (const auto& text :
             {""s, ".."s, ".a"s, "a..b"s, "a.."s, long_label, long_name, "\\"s, "a\\1"s,
              "a\\12"s, "a\\256"s, "a\\1x2"s, std::string(1'000'000, 'a')}) {
            CAPTURE(text.substr(0, 80));
            CHECK_FALSE(to_wire(text));
        }
    }

    TEST_CASE("labels of 63 and names of 255 octets are the longest")
    {
        const auto label = std::string(63, 'a');
        CHECK(to_wire(label));
        const auto longest = label + "." + label + "." + label + "." + label.substr(2);
        CHECK(to_wire(longest).value().size() == 255);
        CHECK_FALSE(to_wire(longest + "a"));
    }

    TEST_CASE("bytes that are no printable ASCII are shown as numbers")
    {
        CHECK(to_text("\4mail\7example\0"s) == "mail.example");
        CHECK(to_text("\0"s) == ".");
        CHECK(to_text("\7a.b\\ \n\377\0"s) == R"(a\046b\\\032\010\255)");
        CHECK(to_text("\10\33[2J'\"><\0"s) == "\\027[2J'\"><");
        CHECK(to_text("\1\0\0"s) == "\\000");
    }

    TEST_CASE("every byte survives the way to text and back")
    {
        for (int byte = 0; byte < 256; ++byte) {
            CAPTURE(byte);
            const auto wire = std::string{"\1"} + static_cast<char>(byte) + '\0';
            CHECK(to_wire(to_text(wire)) == wire);
        }
    }

    TEST_CASE("only whole names are wire names")
    {
        CHECK(is_wire_name("\0"s));
        CHECK(is_wire_name("\1a\0"s));
        for (const auto& bad : {""s, "\1a"s, "\1"s, "\2a\0"s, "\1a\0\0"s, "\300\14"s,
                                std::string(254, '\1') + "\0\0"s}) {
            CAPTURE(bad);
            CHECK_FALSE(is_wire_name(bad));
        }
    }

    TEST_CASE("a name is within its zone and the zones above")
    {
        const auto name = "\4mail\7example\0"s;
        CHECK(is_within(name, name));
        CHECK(is_within(name, "\7example\0"s));
        CHECK(is_within(name, "\0"s));
        CHECK_FALSE(is_within(name, "\5other\0"s));
        CHECK_FALSE(is_within("\7example\0"s, name));
        CHECK_FALSE(is_within("\10xexample\0"s, "\7example\0"s));
    }

    TEST_CASE("questions are equal whatever the case of their letters")
    {
        const auto question = Question::parse("Mail.Example.", Type::Txt).value();
        CHECK(question == Question::parse("mail.example", Type::Txt));
        CHECK_FALSE(question == Question::parse("mail.example", Type::A));
        CHECK(question.type() == Type::Txt);
        CHECK(question.name() == "\4mail\7example\0"s);
        CHECK(question.key() == "\4mail\7example\0\0\20"s);
    }
}

} // namespace mailreeve::dns
