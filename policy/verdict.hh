// What to do with a message, and why.
#pragma once

#include "mailreeve/score/finding.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mailreeve::policy {

// An SMTP reply (RFC 5321 4.2, RFC 3463). `text` is plain ASCII without line ends and
// without the transaction's id, which whoever sends it appends.
struct Reply {
    int code = 0;         // 451, 550, ...
    std::string enhanced; // "4.7.1"; its class is that of the code
    std::string text;

    bool operator==(const Reply&) const = default;
};

struct Accept {
    bool operator==(const Accept&) const = default;
};

// Accepted, with `subject_tag` in front of the subject.
struct Tag {
    std::string subject_tag; // "[SPAM] "

    bool operator==(const Tag&) const = default;
};

// Kept back for the administrator.
struct Quarantine {
    std::string reason;

    bool operator==(const Quarantine&) const = default;
};

struct Defer {
    Reply reply;

    bool operator==(const Defer&) const = default;
};

struct Reject {
    Reply reply;

    bool operator==(const Reject&) const = default;
};

using Verdict = std::variant<Accept, Tag, Quarantine, Defer, Reject>;

// "accept", "tag", "quarantine", "defer", "reject"
std::string_view name(const Verdict& verdict);

// Kept back.
bool is_held(const Verdict& verdict);

// The reply of a Defer or Reject; nullptr for the others.
const Reply* reply(const Verdict& verdict);

// A part of the message that is taken out, by its place in the survey (attachment/).
struct Removal {
    std::size_t part = 0;
    std::string path;   // "outer.zip/inner/run.exe", unescaped
    std::string rule;   // its name
    std::string reason; // in words, for its reader

    bool operator==(const Removal&) const = default;
};

// What is done for one recipient, or for a whole message.
struct Decision {
    Verdict verdict;
    std::optional<Verdict> withheld; // mode observe: what would have been done
    std::vector<Removal> removals;   // with Accept and Tag: it goes on without these
    std::string cause; // the symbol of the rule that decided; empty: the score
    std::vector<score::Finding> findings;
    score::Points score;
    score::Thresholds thresholds;
    score::Level level = score::Level::Clean;

    bool operator==(const Decision&) const = default;
};

} // namespace mailreeve::policy
