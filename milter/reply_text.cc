#include "milter/reply_text.hh"

#include "mailreeve/mail/header_field.hh"

#include <algorithm>
#include <cassert>

namespace mailreeve::milter {

namespace {

std::string enhanced_code(const policy::Reply& reply)
{
    const auto kind = static_cast<char>('0' + reply.code / 100);
    const bool fits = reply.enhanced.size() > 1 && reply.enhanced[0] == kind &&
                      reply.enhanced[1] == '.';
    return fits ? reply.enhanced : std::string{kind} + ".7.1";
}

} // namespace

policy::Reply presentable(const policy::Reply& reply, const Id& id)
{
    assert(reply.code >= 400 && reply.code < 600);
    const auto suffix = " (id " + id.text() + ')';
    auto text = mail::printable(reply.text);
    text.resize(std::min(text.size(), max_reply_text - suffix.size()));
    return {reply.code, enhanced_code(reply), text + suffix};
}

std::string line(const policy::Reply& reply)
{
    return std::to_string(reply.code) + ' ' + reply.enhanced + ' ' + reply.text;
}

policy::Reply too_many_sessions()
{
    return {421, "4.3.2", "Too many sessions, try again later"};
}

policy::Reply too_much_work()
{
    return {451, "4.3.2", "Too much work at once, try again later"};
}

policy::Reply too_many_recipients()
{
    return {452, "4.5.3", "Too many recipients"};
}

policy::Reply too_many_fields()
{
    return {550, "5.6.0",
            "Malformed: too many or too long Subject or X-Mailreeve fields"};
}

policy::Reply internal_error()
{
    return {451, "4.3.0", "Internal error, try again later"};
}

policy::Reply no_key()
{
    return {451, "4.3.5", "Mail cannot be stamped now, try again later"};
}

policy::Reply no_disk()
{
    return {451, "4.3.1", "Mail cannot be recorded now, try again later"};
}

policy::Reply too_large()
{
    return {552, "5.3.4", "Message is larger than can be examined here"};
}

policy::Reply cannot_strip()
{
    return {451, "4.3.5", "Attachments cannot be taken out now, try again later"};
}

} // namespace mailreeve::milter
