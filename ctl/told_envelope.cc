#include "ctl/told_envelope.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/mailbox.hh"

#include <array>

namespace mailreeve::ctl {

namespace {

constexpr std::array<std::string_view, 4> recipient_fields{
    "X-Original-To", "Delivered-To", "Envelope-To", "To"};

// The line that an mbox puts in front: "From a@example.net Thu Nov 26 ..."
std::optional<std::string> mbox_sender(std::string_view text)
{
    constexpr std::string_view mark = "From ";
    if (!text.starts_with(mark))
        return std::nullopt;
    text.remove_prefix(mark.size());
    const auto word = text.substr(0, text.find_first_of(" \r\n"));
    return ascii::equal(word, "MAILER-DAEMON") || word == "<>" ? std::string{}
                                                               : std::string{word};
}

} // namespace

bool is_ours(const inspect::Local& local, const mail::Domain& domain)
{
    return local.domains.empty() || local.has(domain);
}

std::optional<std::string> told_sender(const std::vector<mail::HeaderField>& header,
                                       std::string_view text)
{
    for (const auto& field : header)
        if (field.is("Return-Path"))
            return mail::Address::tolerant(ascii::trim(field.value)).text();
    return mbox_sender(text);
}

std::optional<mail::Address>
told_recipient(const std::vector<mail::HeaderField>& header,
               const inspect::Local& local)
{
    std::optional<mail::Address> first;
    for (const auto name : recipient_fields)
        for (const auto& field : header) {
            if (!field.is(name))
                continue;
            for (const auto& mailbox : mail::mailboxes(field.value).mailboxes) {
                const auto& domain = mailbox.address.domain();
                if (domain && is_ours(local, *domain))
                    return mailbox.address;
                if (!first)
                    first = mailbox.address;
            }
        }
    return first;
}

} // namespace mailreeve::ctl
