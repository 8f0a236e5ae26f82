#include "mailreeve/bounce/phrases.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

TEST_SUITE("bounce")
{
    TEST_CASE("words are compared without case, folding and quoted lines")
    {
        CHECK(plain_words("Could NOT\r\n  be\tdelivered.\n", 100) ==
              "could not be delivered.");
        CHECK(plain_words("> quoted\nnot\n >> quoted\n", 100) == "not");
        CHECK(plain_words("couldn\xe2\x80\x99t\xc2\xa0"
                          "be\xe3\x80\x80"
                          "x",
                          100) == "couldn't be x");
        CHECK(plain_words("abcdef", 3) == "abc");
        CHECK(plain_words("", 3) == "");
    }

    TEST_CASE("a phrase is found at the beginning of a word")
    {
        const Phrases phrases{
            "\n# from nowhere\nnot found | over quota\n\xe4\xb8\x8d\n"};
        CHECK(phrases.find("it was not found") == "not found");
        CHECK(phrases.find("(over quota)") == "over quota");
        CHECK_FALSE(phrases.find("cannot found").has_value());
        CHECK_FALSE(phrases.find("not foun").has_value());
        CHECK_FALSE(phrases.find("from nowhere").has_value());
        CHECK_FALSE(phrases.find("").has_value());
        CHECK(phrases.find("\xe6\x9c\xaa\xe4\xb8\x8d").has_value()); // no spaces
    }

    TEST_CASE("the longest phrase at the front is found")
    {
        const Phrases phrases{"mail | mail delivery | mailbox"};
        CHECK(phrases.at_front("mail delivery failed") == "mail delivery");
        CHECK(phrases.at_front("mailbox full") == "mailbox");
        CHECK_FALSE(phrases.at_front("the mail").has_value());
        CHECK_FALSE(phrases.at_front("").has_value());
    }

    TEST_CASE("every phrase of ours is written as words are compared")
    {
        for (const auto* const phrases :
             {&bounce_subjects(), &plain_bounce_subjects(), &bounce_sentences(),
              &conversation_subjects(), &reply_subjects(), &receipt_subjects(),
              &receipt_sentences(), &challenge_subjects(), &challenge_sentences(),
              &complaint_sentences()})
            for (const auto phrase : phrases->all())
                CHECK(plain_words(phrase, 200) == phrase);
    }
}

} // namespace mailreeve::bounce
