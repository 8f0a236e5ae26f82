#include "mailreeve/mail/subject.hh"

#include "mailreeve/mail/encoded_word.hh"
#include "mailreeve/mail/header_field.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

TEST_SUITE("mail")
{
    TEST_CASE("a subject gets its tag in front, once")
    {
        const std::string sixty(60, 'a');
        const std::string hundred(100, 'a');
        struct Case {
            const char* name;
            std::optional<std::string> value;
            std::string tagged;
        };
        const Case cases[] = {
            {"plain", "Hello", "[SPAM] Hello"},
            {"space after the colon", " Hello", " [SPAM] Hello"},
            {"tab after the colon", "\tHello", "\t[SPAM] Hello"},
            {"absent", std::nullopt, "[SPAM]"},
            {"empty", "", "[SPAM]"},
            {"blank", " ", " [SPAM]"},
            {"folded", " Hello\n World", " [SPAM] Hello\n World"},
            {"folded at once", "\n\tHello", "\n\t[SPAM] Hello"},
            {"encoded", " =?utf-8?q?J=C3=BC?=", " [SPAM] =?utf-8?q?J=C3=BC?="},
            {"unknown charset", " =?koi8-r?b?8NLJ?=", " [SPAM] =?koi8-r?b?8NLJ?="},
            {"8-bit", " \xfc\xff", " [SPAM] \xfc\xff"},
            {"there already", " [SPAM] Hello", " [SPAM] Hello"},
            {"there already, encoded",
             " =?utf-8?q?=5BSPAM=5D_Hi?=", " =?utf-8?q?=5BSPAM=5D_Hi?="},
            {"there already, divided", " =?utf-8?q?[SP?=\n =?utf-8?q?AM]?= Hi",
             " =?utf-8?q?[SP?=\n =?utf-8?q?AM]?= Hi"},
            {"there already, folded", "\n [SPAM] Hello", "\n [SPAM] Hello"},
            {"there already, alone", " [SPAM]", " [SPAM]"},
            {"another tag", " [SURESPAM] x", " [SPAM] [SURESPAM] x"},
            {"further behind", " Re: [SPAM] x", " [SPAM] Re: [SPAM] x"},
            {"room on the line", " " + sixty, " [SPAM] " + sixty},
            {"no room on the line", " " + hundred, " [SPAM]\n " + hundred},
            {"no room, folded", " " + hundred + "\n b",
             " [SPAM]\n " + hundred + "\n b"},
            {"per cent", " 100% %s%n", " [SPAM] 100% %s%n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto tagged = tagged_subject(c.value, "[SPAM] ");
            CHECK(tagged == c.tagged);
            CHECK(tagged_subject(tagged, "[SPAM] ") == tagged);
        }
    }

    TEST_CASE("a tag that ASCII cannot hold is encoded and still reads as one text")
    {
        const std::string tag = "[\xd0\xa1\xd0\x9f\xd0\x90\xd0\x9c] ";
        const auto read = [](const std::string& value) {
            return decode_words(unfold(value));
        };
        CHECK(read(tagged_subject(" Hello", tag)) == tag + "Hello");
        CHECK(read(tagged_subject(" =?utf-8?q?J=C3=BC?=", tag)) == tag + "J\xc3\xbc");
        const auto once = tagged_subject(" Hello", tag);
        CHECK(tagged_subject(once, tag) == once);
        CHECK(once.starts_with(" =?utf-8?q?"));
    }

    TEST_CASE("a tag without a space stands directly before the subject")
    {
        CHECK(tagged_subject(" Hello", "SPAM:") == " SPAM:Hello");
        CHECK(tagged_subject(" Hello", "") == " Hello");
    }
}

} // namespace mailreeve::mail
