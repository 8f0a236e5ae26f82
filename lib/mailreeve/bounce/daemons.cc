#include "mailreeve/bounce/daemons.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/phrases.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/mailbox.hh"

#include <algorithm>
#include <array>
#include <string>

namespace mailreeve::bounce {

namespace {

constexpr std::size_t max_name = 300;
constexpr std::size_t max_value = 2000;

// The local part without punctuation: mailer-daemon, Mail.Delivery.System, post_master.
// "mailer" alone is what newsletters call themselves.
constexpr auto daemon_names = std::to_array<std::string_view>(
    {"mailerdaemon", "mailerdeamon", "maildaemon", "postmaster", "maildelivery",
     "maildeliverysystem", "maildeliverysubsystem", "mailsystem", "mailadministrator",
     "microsoftexchange", "mdaemon"});
constexpr std::array<std::string_view, 14> daemon_phrases{
    "mail delivery sub",    "mail delivery sys", "mail deliver system",
    "mail administrator",   "mail system",       "mailer-daemon",
    "mailer daemon",        "mailerdaemon",      "internet mail delivery",
    "system administrator", "postmaster",        "post master",
    "mail transfer",        "delivery system"};

std::string bare(std::string_view text)
{
    std::string letters;
    for (const char c : text)
        if (ascii::is_alnum(c))
            letters += ascii::lower(c);
    return letters;
}

bool names_daemon(std::string_view display)
{
    const auto words = plain_words(display, max_name);
    return std::ranges::any_of(daemon_phrases, [&](std::string_view phrase) {
        return words.starts_with(phrase);
    });
}

} // namespace

bool is_daemon_name(std::string_view local)
{
    const auto letters = bare(local.substr(0, mail::max_local_part));
    return std::ranges::find(daemon_names, letters) != daemon_names.end() ||
           letters.starts_with("mailerdaemon") || letters.starts_with("postmaster") ||
           // Exchange 2007 and later, the same 32 digits everywhere
           letters.starts_with("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e");
}

bool is_daemon(std::string_view from)
{
    from = ascii::trim(from.substr(0, max_value));
    if (from.empty() || from == "<>" || names_daemon(from))
        return true;
    const auto list = mail::mailboxes(from, 1);
    if (list.mailboxes.empty())
        return is_daemon_name(from.substr(0, from.find_first_of("<@ ")));
    const auto& box = list.mailboxes.front();
    return is_daemon_name(box.address.local()) || names_daemon(box.name);
}

bool is_mailer_daemon(std::string_view from)
{
    return bare(from.substr(0, max_value)).find("mailerdaemon") != std::string::npos;
}

} // namespace mailreeve::bounce
