#include "mailreeve/bounce/bound.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/batv_tag.hh"
#include "mailreeve/mail/mailbox.hh"
#include "mailreeve/mail/message_id.hh"

namespace mailreeve::bounce {

std::string normalised(const mail::Address& address)
{
    if (!address.is_well_formed())
        return ascii::lower(address.local());
    std::string_view local = address.local();
    while (const auto found = find_any_tag(local)) // hosts one after another may tag
        local = found->local;
    if (address.is_null())
        return {};
    auto text = mail::written_local(ascii::lower(local));
    if (address.domain())
        text.append("@").append(address.domain()->text());
    else if (!address.literal().empty())
        text.append("@").append(ascii::lower(address.literal()));
    return text;
}

Bound bound(const mail::Address& sender, std::string_view from,
            std::string_view message_id)
{
    Bound bound{normalised(sender), {}, {}};
    const auto authors = mail::mailboxes(from, 1).mailboxes;
    if (!authors.empty())
        bound.from = normalised(authors.front().address);
    if (const auto id = mail::MessageId::parse(message_id))
        bound.message_id = id->text();
    return bound;
}

} // namespace mailreeve::bounce
