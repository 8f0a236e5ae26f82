// What came back: a message read as a bounce, a receipt or a reply, without an opinion
// on whether it answers mail of ours.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/header_field.hh"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

enum class Class {
    None,      // ordinary mail
    Dsn,       // a delivery status notification (RFC 3464), whatever its action
    Bounce,    // a notice of non-delivery in a form of its own
    Mdn,       // a receipt (RFC 8098)
    AutoReply, // vacation and other automatic replies (RFC 3834 and the wild)
    Challenge, // asks the sender to prove that he is a person
    Report,    // a feedback report (RFC 5965, older complaint forms)
};

// none, dsn, bounce, mdn, autoreply, challenge, report
MAILREEVE_API std::string_view name(Class kind);

// Where headers of the returned message stand; the later, the better they are kept.
enum class Where {
    None,
    InlineText,    // in a text part, or in bytes that no part contains
    Rfc822Headers, // a part of headers alone (RFC 3462 text/rfc822-headers and its kin)
    Rfc822Part,    // the message itself as a part
};

// none, inline-text, rfc822-headers, rfc822-part
MAILREEVE_API std::string_view name(Where where);

// One header block of a returned message.
struct Returned {
    Where where = Where::None;
    std::vector<mail::HeaderField> fields; // decoded, unquoted; values stay folded

    bool operator==(const Returned&) const = default;
};

// What is said of one recipient (RFC 3464 2.3); empty where it is not said.
struct ReportedRecipient {
    std::string original; // address without its type, xtext decoded
    std::string final;    // the same
    std::string action;   // lower case
    std::string status;
    std::string diagnostic; // with its type

    bool operator==(const ReportedRecipient&) const = default;
};

// A message that this one says it answers.
struct Reference {
    enum class Source {
        Returned,          // Message-ID of returned headers
        XOriginal,         // X-Original-Message-ID (Gmail)
        OriginalMessageId, // of an MDN (RFC 8098 3.2.5) or a feedback report
        InReplyTo,
        References,
    };
    Source source = Source::Returned;
    std::string message_id; // without brackets

    bool operator==(const Reference&) const = default;
};

// All text in it is from outside: escape where it is shown.
struct Reading {
    Class kind = Class::None;
    std::string evidence; // why this class, in words of ours
    // Structure says so, or words under a null sender. Words alone may be those of a
    // person who writes about a bounce: such a message is never held for its class.
    bool sure = true;
    Where headers = Where::None;           // of the outermost of `returned`
    std::vector<Returned> returned;        // outermost first
    std::string message_id;                // of the returned message, without brackets
    std::vector<Reference> references;     // in the order of Source, none twice
    std::vector<std::string> envelope_ids; // Original-Envelope-Id, xtext decoded
    std::string reporting_mta;             // without its type
    std::vector<ReportedRecipient> recipients;
    // What tells this message from others, if its sender tries it again: its own
    // Message-ID without brackets, or else a hash of the front of it.
    std::string own_id;
    bool truncated = false; // a limit was met, or not all of the message was there

    bool operator==(const Reading&) const = default;
};

// What a message can make grow. Where a limit is met the rest is not looked at and the
// reading says truncated.
struct ReadingLimits {
    std::size_t message = 768UL * 1024; // bytes that are looked at, of the front
    std::size_t parts = 200;            // MIME parts
    std::size_t depth = 30;             // of MIME nesting
    std::size_t work = 3U << 20;        // bytes read over all passes, decoding included
    std::size_t blocks = 16;            // header blocks in `returned`
    std::size_t fields = 500;           // in one block
    std::size_t block_bytes = 1U << 17; // of one block
    std::size_t references = 100;
    std::size_t envelope_ids = 16;
    std::size_t recipients = 100;
    std::size_t value = 2000; // bytes of a text in recipients, reporting_mta, ids
};

// Whether the body is worth keeping: cheap, by the header alone. True for everything
// that read() finds to be of a class other than None; false for most ordinary mail.
MAILREEVE_API bool may_be_bounce(const mail::Address& sender,
                                 std::span<const mail::HeaderField> header);

// `raw` is header, empty line and body as they came, lines ended by CRLF or LF, with or
// without an mbox line in front; `complete` says whether that is all of the message.
// `sender` is the envelope's: before delivery no Return-Path tells it.
// Never fails: what cannot be read is not in the reading. Nothing is told of a message
// of class None. Work grows with the length of `raw` only, up to limits.work.
MAILREEVE_API Reading read(const mail::Address& sender, std::string_view raw,
                           bool complete, const ReadingLimits& limits = {});

// The same for a message from a file, where Return-Path or the mbox line tells the
// sender if anything does.
MAILREEVE_API Reading read(std::string_view raw, bool complete,
                           const ReadingLimits& limits = {});

} // namespace mailreeve::bounce
