// What would be decided about one message, and why: values, made by explain.hh.
#pragma once

#include "mailreeve/attachment/judge.hh"
#include "mailreeve/attachment/settings.hh"
#include "mailreeve/attachment/survey.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/header_field.hh"
#include "policy/verdict.hh"
#include "snapshot/stripping.hh"

#include <optional>
#include <string>
#include <vector>

namespace mailreeve::ctl {

struct ExplainedRecipient {
    mail::Address address;
    policy::Decision decision;
    bool at_rcpt = false; // refused before the message came
};

// What the rules say of one part of the survey.
struct ExplainedPart {
    attachment::Judged judged; // of all recipients' rules, the strictest
    std::string result;        // what is done: allow, report, strip, quarantine, reject
};

// What the message brings.
struct ExplainedContent {
    attachment::Survey survey;        // refers to the message
    std::vector<ExplainedPart> parts; // as those of the survey
    std::string trouble; // why no worker could look into files; empty: one could
};

struct Explanation {
    inspect::Origin origin = inspect::Origin::Inbound;
    std::vector<ExplainedRecipient> recipients;
    std::optional<policy::Decision> message;       // nothing: no recipient was left
    attachment::Mode mode = attachment::Mode::Off; // off: parts are judged for interest
    std::optional<ExplainedContent> content;       // nothing: larger than we look at
    std::optional<snapshot::Stripping> strip;      // nothing: nothing is taken out
    std::vector<mail::HeaderField> added;          // topmost first, folded by "\n"
    std::vector<std::string> subjects;             // as they would be after the tag

    // What holds for the message, or for the first recipient where none was left.
    const policy::Decision& shown() const
    {
        return message ? *message : recipients.front().decision;
    }

    // The daemon could not have judged it: it would have asked to try again later, or
    // refused what is too large.
    bool is_unjudged() const
    {
        return mode != attachment::Mode::Off && (!content || !content->trouble.empty());
    }
};

} // namespace mailreeve::ctl
