// What the header alone tells of a message's class.
#pragma once

#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/header_field.hh"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

struct HeaderSigns {
    bool null_sender = false;   // by the envelope, or by Return-Path
    bool other_sender = false;  // known by the same not to be null
    bool daemon = false;        // From or sender may be a mail system, not a person
    bool mailer_daemon = false; // of these, the name that no person has
    bool list_manager = false;  // the program behind a mailing list writes itself
    bool non_delivery = false;  // X-Failed-Recipients, Exchange's mark of an NDR
    bool report = false;        // multipart/report or one of its parts alone
    bool aggregate = false;     // a report on the mail of a whole day (DMARC, TLSRPT)
    bool journal = false;       // Exchange's copy of ordinary mail, for an archive
    bool auto_replied = false;  // Auto-Submitted: auto-replied (RFC 3834 5)
    bool reply_field = false;   // X-Autoreply and its kin
    bool machine = false;       // some sign that no person wrote it
    bool answers = false;       // In-Reply-To, References
    bool conversation = false;  // the subject of an answer, or of what is passed on
    bool list = false;          // sent through a mailing list
    bool partial = false;       // message/partial: only a part of a message
    bool tnef = false;          // Exchange's own format, which tells its class inside
    std::string subject;        // plain_words() of it
    std::optional<std::string_view> bounce_subject; // the phrase that it begins with
    std::optional<std::string_view> reply_subject;
    std::optional<std::string_view> receipt_subject;
    std::optional<std::string_view> challenge_subject;
    std::optional<std::string_view> complaint_subject;

    // Something that a class other than None can rest on.
    bool any() const;
};

// `sender`: the envelope's; nullptr where it is not known, and only then Return-Path is
// looked at: before delivery it is anybody's word.
HeaderSigns header_signs(const mail::Address* sender,
                         std::span<const mail::HeaderField> header);

} // namespace mailreeve::bounce
