#include "mailreeve/mail/mailbox.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

namespace {

// "name|address, ..." and a mark for what is wrong
std::string shown(std::string_view value, std::size_t limit = max_mailboxes)
{
    const auto list = mailboxes(value, limit);
    std::string text;
    for (const auto& mailbox : list.mailboxes)
        text +=
            (text.empty() ? "" : ", ") + mailbox.name + '|' + mailbox.address.text();
    return text + (list.malformed ? " malformed" : "") +
           (list.truncated ? " truncated" : "");
}

} // namespace

TEST_SUITE("mail")
{
    TEST_CASE("the mailboxes of a field are read")
    {
        struct Case {
            const char* value;
            const char* read;
        };
        const Case cases[] = {
            {" a@example.net", "|a@example.net"},
            {"<a@example.net>", "|a@example.net"},
            {" Ann Example <a@example.net>", "Ann Example|a@example.net"},
            {"\"Example, Ann\" <a@example.net>", "Example, Ann|a@example.net"},
            {"=?utf-8?q?J=C3=BC?=\n =?utf-8?q?rgen?= <a@example.net>",
             "J\xc3\xbcrgen|a@example.net"},
            {"a@example.net, B <b@example.net>", "|a@example.net, B|b@example.net"},
            {"(who) a@example.net (why (really))", "|a@example.net"},
            {"a (x) @ (y) example . net", "|a@example.net"},
            {"Ann < a@example.net (x) >", "Ann|a@example.net"},
            {"Group: a@example.net, b@example.net;", "|a@example.net, |b@example.net"},
            {"undisclosed-recipients:;", ""},
            {"\"a b\"@example.net", "|\"a b\"@example.net"},
            {"Ann <\"a b\"@example.net>", "Ann|\"a b\"@example.net"},
            {"\"a@example.org\" <b@example.net>", "a@example.org|b@example.net"},
            {"Ann <@x.example:a@example.net>", "Ann|a@example.net"},
            {"a@example.net,, b@example.net", "|a@example.net, |b@example.net"},
            {"A <a@example.net> <b@example.net>",
             "A|a@example.net, |b@example.net malformed"},
            {"Ann", " malformed"},
            {"Ann <a>", " malformed"},
            {"<>", " malformed"},
            {"a b@example.net", " malformed"},
            {"a@example.net>", "|a@example.net malformed"},
            {"Ann <a@example.net", "Ann|a@example.net"},
            {"\"open <a@example.net>", " malformed"},
            {"(open a@example.net", ""},
            {"", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.value);
            CHECK(shown(c.value) == c.read);
        }
    }

    TEST_CASE("only so many mailboxes are read")
    {
        CHECK(shown("a@example.net, b@example.net, c@example.net", 2) ==
              "|a@example.net, |b@example.net truncated");
        std::string many;
        for (int i = 0; i < 100'000; ++i)
            many += "a@b,";
        CHECK(mailboxes(many).mailboxes.size() == max_mailboxes);
        CHECK(mailboxes(many).truncated);
    }

    TEST_CASE("hostile nesting costs no more than its length")
    {
        CHECK(shown(std::string(500'000, '(')).empty());
        CHECK(mailboxes(std::string(500'000, '<')).mailboxes.empty());
        CHECK(mailboxes(std::string(500'000, '"')).mailboxes.empty());
        CHECK(mailboxes(std::string(500'000, ':')).mailboxes.empty());
    }
}

} // namespace mailreeve::mail
