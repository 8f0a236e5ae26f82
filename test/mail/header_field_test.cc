#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/message_id.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::mail {

namespace {

std::size_t longest_line(std::string_view name, const std::string& value)
{
    std::size_t longest = 0;
    std::size_t column = name.size() + 2;
    for (const char c : value) {
        column = c == '\n' ? 0 : column + 1;
        longest = std::max(longest, column);
    }
    return longest;
}

} // namespace

TEST_SUITE("mail")
{
    TEST_CASE("field names are equal whatever case and space before the colon")
    {
        CHECK(HeaderField{"SUBJECT", ""}.is("Subject"));
        CHECK(HeaderField{"X-Mailreeve-Verdict \t", ""}.is("x-mailreeve-verdict"));
        CHECK_FALSE(HeaderField{"X-Mailreeve-Verdict2", ""}.is("X-Mailreeve-Verdict"));
        CHECK_FALSE(HeaderField{" Subject", ""}.is("Subject"));
    }

    TEST_CASE("field names are printable ASCII without a colon")
    {
        CHECK(is_field_name("X-Mailreeve-Verdict"));
        CHECK(is_field_name("a!#%'*+-/=?^_`{|}~"));
        for (const std::string& name : std::initializer_list<std::string>{
                 "", "a b", "a:", "a\n", "\xc3\xbc", std::string(77, 'a'),
                 std::string("a\0", 2)}) {
            CAPTURE(name);
            CHECK_FALSE(is_field_name(name));
        }
    }

    TEST_CASE("a folded value is read on one line")
    {
        struct Case {
            const char* folded;
            const char* line;
        };
        const Case cases[] = {
            {" plain", "plain"},      {"a\n b", "a b"}, {"a\r\n\tb", "a\tb"},
            {"\n a\n  b \n", "a  b"}, {"a\nb", "a b"},  {"a\rb", "a b"},
            {"a\n\n b", "a b"},       {"\r\n", ""},     {"", ""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.folded);
            CHECK(unfold(c.folded) == c.line);
        }
    }

    TEST_CASE("a value that we add can hold nothing but printable ASCII")
    {
        CHECK(printable("zen.example=127.0.0.2") == "zen.example=127.0.0.2");
        CHECK(printable(" a\r\nBcc: x\n\t b ") == "a Bcc: x b");
        CHECK(printable(std::string_view{"a\0b\x1b[2J\x7f\xc3\xbc", 10}) ==
              "a?b?[2J???");
        CHECK(printable("").empty());
    }

    TEST_CASE("a long value is folded before words and reads the same")
    {
        std::string value;
        for (int i = 0; i < 40; ++i)
            value += "RBL_LIST_" + std::to_string(i) + "=5.00, ";
        value.pop_back();
        const auto folded = fold("X-Mailreeve-Findings", value);
        CHECK(longest_line("X-Mailreeve-Findings", folded) <= wanted_line);
        auto again = folded;
        for (auto at = again.find("\n\t"); at != std::string::npos;
             at = again.find("\n\t"))
            again.replace(at, 2, " ");
        CHECK(again == value);
    }

    TEST_CASE("a word that no line can hold is cut")
    {
        const auto folded = fold("X", "short " + std::string(5000, 'a'));
        CHECK(longest_line("X", folded) <= max_line);
        CHECK(std::ranges::count(folded, 'a') == 5000);
        CHECK(fold(std::string(5000, 'X'), "one") == "\n\tone");
        CHECK(fold("X", "").empty());
        CHECK(fold("X", "one two") == "one two");
    }

    TEST_CASE("a message id is what stands between its brackets")
    {
        struct Case {
            const char* value;
            const char* id;
        };
        const Case cases[] = {
            {" <a.b@example.net>", "a.b@example.net"},
            {"\n <a@example.net>", "a@example.net"},
            {"(comment <x@y>) <a@example.net> trailing", "a@example.net"},
            {"bare@example.net (x)", "bare@example.net"},
            {"<open@example.net", "open@example.net"},
            {"< spaced@example.net >", "spaced@example.net"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.value);
            const auto id = MessageId::parse(c.value);
            REQUIRE(id.has_value());
            CHECK(id->text() == c.id);
        }
        CHECK_FALSE(MessageId::parse("").has_value());
        CHECK_FALSE(MessageId::parse("<>").has_value());
        CHECK_FALSE(MessageId::parse("(only a comment)").has_value());
        CHECK_FALSE(MessageId::parse('<' + std::string(999, 'a') + '>').has_value());
    }
}

} // namespace mailreeve::mail
