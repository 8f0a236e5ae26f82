#include "mailreeve/mail/message_id.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/structured.hh"

#include <algorithm>

namespace mailreeve::mail {

std::optional<MessageId> MessageId::parse(std::string_view value)
{
    const auto line = unfold(value);
    std::string_view rest = line;
    skip_space_and_comments(rest);
    if (const auto open = rest.find('<'); open != std::string_view::npos) {
        rest.remove_prefix(open + 1);
        rest = rest.substr(0, rest.find('>'));
    } else {
        rest = rest.substr(0, rest.find_first_of(" \t"));
    }
    const auto id = ascii::trim(rest);
    if (id.empty() || id.size() > max_message_id)
        return std::nullopt;
    return MessageId{std::string{id}};
}

} // namespace mailreeve::mail
