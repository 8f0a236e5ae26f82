#include "mailreeve/bounce/field_names.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

constexpr std::array<std::string_view, 4> main_names{"from", "to", "subject", "date"};
constexpr std::array<std::string_view, 2> trace_names{"received", "return-path"};
constexpr std::array<std::string_view, 13> mail_names{"cc",
                                                      "sender",
                                                      "reply-to",
                                                      "mime-version",
                                                      "content-type",
                                                      "in-reply-to",
                                                      "references",
                                                      "dkim-signature",
                                                      "delivered-to",
                                                      "list-id",
                                                      "message-id",
                                                      "user-agent",
                                                      "content-transfer-encoding"};
constexpr std::array<std::string_view, 5> telling_status_names{
    "disposition", "feedback-type", "final-recipient", "reporting-mta", "reporting-ua"};
// Each alone may stand elsewhere: delivery adds Original-Recipient to a message's own
// header (RFC 8098 2.3), and Status is a mailbox's.
constexpr std::array<std::string_view, 7> status_names{
    "action",     "arrival-date",       "diagnostic-code", "last-attempt-date",
    "remote-mta", "original-recipient", "status"};

template <class Names>
bool is_one_of(std::string_view name, const Names& names)
{
    return std::ranges::any_of(
        names, [&](std::string_view known) { return ascii::equal(known, name); });
}

} // namespace

bool is_main_field(std::string_view name)
{
    return is_one_of(name, main_names);
}

bool is_trace_field(std::string_view name)
{
    return is_one_of(name, trace_names);
}

bool is_mail_field(std::string_view name)
{
    return is_main_field(name) || is_trace_field(name) || is_one_of(name, mail_names) ||
           ascii::starts_with(name, "x-");
}

std::size_t status_weight(std::string_view name)
{
    if (is_one_of(name, telling_status_names))
        return 2;
    return is_one_of(name, status_names) ? 1 : 0;
}

} // namespace mailreeve::bounce
