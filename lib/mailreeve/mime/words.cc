#include "mailreeve/mime/words.hh"

#include "mailreeve/mail/encoded_word.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mime/charset.hh"

namespace mailreeve::mime {

namespace {

class MailCharsets final : public mail::Charsets {
public:
    bool knows(std::string_view charset) const override
    {
        return is_known_charset(charset);
    }

    std::string utf8(std::string_view bytes, std::string_view charset) const override
    {
        return to_utf8(bytes, charset).value_or(guessed_utf8(bytes));
    }
};

} // namespace

std::string decoded_words(std::string_view raw)
{
    // Encoded words are ASCII: guessing first leaves them as they are.
    return mail::decode_words(guessed_utf8(mail::unfold(raw)), MailCharsets{});
}

} // namespace mailreeve::mime
