// The value of a header field through all that reads or changes one.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/authentication_results.hh"
#include "mailreeve/mail/encoded_word.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/mailbox.hh"
#include "mailreeve/mail/message_id.hh"
#include "mailreeve/mail/subject.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>

namespace {

using namespace mailreeve;
using namespace mailreeve::mail;
using test::hold;

std::string read(std::string_view value)
{
    return decode_words(unfold(value));
}

void try_subject(std::string_view value, std::string_view tag)
{
    const auto word = ascii::trim(tag);
    const auto tagged = tagged_subject(value, tag);
    const auto before = read(value);
    const auto text = ascii::trim(value);
    const bool had = before.starts_with(word);
    if (had)
        hold(tagged == value);
    else if (text.empty())
        hold(read(tagged) == word);
    else
        hold(read(tagged) == std::string{tag} + before);
    hold(tagged_subject(tagged, tag) == tagged);
    hold(tagged.find(text) != std::string::npos);
}

void try_words(std::string_view value)
{
    const auto line = unfold(value);
    hold(line.find_first_of("\r\n") == std::string::npos);
    hold(decode_words(line).size() <= 3 * line.size());
    hold(decode_words(encode_words(value)) == utf8::repaired(value));
}

void try_folding(std::string_view value)
{
    const auto clean = printable(value);
    hold(clean.size() <= value.size());
    hold(std::ranges::all_of(clean, [](char c) { return c >= ' ' && c <= '~'; }));
    const auto folded = fold("X-Mailreeve-Findings", clean);
    std::size_t column = 22;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        column = folded[i] == '\n' ? 0 : column + 1;
        hold(column <= max_line);
        hold(folded[i] != '\n' || folded[i + 1] == '\t');
    }
}

// White space that is folded must not hide a forged field.
void try_results(std::string_view value)
{
    std::string folded;
    for (const char c : value)
        folded += c == ' ' ? "\r\n " : std::string{c};
    hold(claims_to_be_ours(value, "mx1.example.net") ==
         claims_to_be_ours(folded, "mx1.example.net"));
    if (const auto results = AuthenticationResults::parse(value)) {
        const auto text = results->text();
        hold(results->methods.size() <= max_methods);
        hold(std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }));
        const auto again = AuthenticationResults::parse(text);
        hold(again && again->authserv_id == printable(results->authserv_id));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto value = mailreeve::test::input(bytes, size);
    try_subject(value, "[SPAM] ");
    try_words(value);
    try_folding(value);
    try_results(value);
    hold(mailboxes(value).mailboxes.size() <= max_mailboxes);
    if (const auto id = MessageId::parse(value))
        hold(!id->text().empty() && id->text().size() <= max_message_id);
    return 0;
}
