// Real headers through every parser of this room.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/authentication_results.hh"
#include "mailreeve/mail/encoded_word.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/mailbox.hh"
#include "mailreeve/mail/message_id.hh"
#include "mailreeve/mail/subject.hh"
#include "test/support/corpus.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mail {

namespace {

std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

// The header of a message as an MTA would pass it on: LF between folded lines.
std::vector<HeaderField> header(std::string_view message)
{
    std::vector<HeaderField> fields;
    while (!message.empty()) {
        const auto line = take_line(message);
        if (line.empty())
            break;
        if ((line.front() == ' ' || line.front() == '\t') && !fields.empty())
            fields.back().value.append("\n").append(line);
        else if (const auto colon = line.find(':'); colon != std::string_view::npos)
            fields.push_back({std::string{line.substr(0, colon)},
                              std::string{line.substr(colon + 1)}});
    }
    return fields;
}

void check_subject(const std::string& value)
{
    const auto tagged = tagged_subject(value, "[SPAM] ");
    const auto before = decode_words(unfold(value));
    const auto after = decode_words(unfold(tagged));
    const bool had = before.starts_with("[SPAM]");
    CHECK(after == (had ? before : before.empty() ? "[SPAM]" : "[SPAM] " + before));
    CHECK(tagged_subject(tagged, "[SPAM] ") == tagged);
    const auto text = std::ranges::find_if_not(value, ascii::is_space);
    CHECK(tagged.ends_with(std::string{text, value.end()}));
}

void check_field(const HeaderField& field)
{
    const auto line = unfold(field.value);
    CHECK(line.find_first_of("\r\n") == std::string::npos);
    CHECK(line.size() <= field.value.size());
    CHECK(decode_words(line).size() <= 3 * line.size());
    CHECK(fold(field.name, printable(field.value)).find('\r') == std::string::npos);
    claims_to_be_ours(field.value, "mx1.example.net");
    for (const auto& mailbox : mailboxes(field.value).mailboxes)
        CHECK(Address::parse(mailbox.address.text()) == mailbox.address);
    if (const auto id = MessageId::parse(field.value))
        CHECK_FALSE(id->text().empty());
    check_subject(field.value);
}

} // namespace

TEST_SUITE("mail")
{
    TEST_CASE("every field of the corpus passes through every parser" *
              doctest::skip(!test::has_corpus()))
    {
        std::size_t fields = 0;
        std::size_t senders = 0;
        for (const auto& file : test::corpus_messages()) {
            CAPTURE(file.path);
            for (const auto& field : header(file.bytes())) {
                check_field(field);
                ++fields;
                if (field.is("From") && !mailboxes(field.value).mailboxes.empty())
                    ++senders;
            }
        }
        MESSAGE(fields << " fields, " << senders << " senders");
        CHECK(fields > 10'000);
        CHECK(senders > 1'000);
    }
}

} // namespace mailreeve::mail
