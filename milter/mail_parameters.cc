#include "milter/mail_parameters.hh"

#include "mailreeve/base/ascii.hh"

namespace mailreeve::milter {

namespace {

constexpr std::size_t max_parameter = 512; // longer than any that an MTA lets pass

} // namespace

MailParameters MailParameters::of(std::span<const std::string_view> words)
{
    MailParameters found;
    for (const auto word : words) {
        if (ascii::starts_with(word, "ENVID="))
            found.envelope_id = word.substr(0, max_parameter);
        else if (ascii::equal(word, "SMTPUTF8"))
            found.utf8 = word;
        else if (ascii::starts_with(word, "RET="))
            found.ret = word.substr(0, max_parameter);
        else if (ascii::starts_with(word, "BODY="))
            found.body = word.substr(0, max_parameter);
    }
    return found;
}

} // namespace mailreeve::milter
