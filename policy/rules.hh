// What the administrator wants, for one recipient: plain values, no lookups.
#pragma once

#include "mailreeve/bounce/rules.hh"
#include "mailreeve/rdns/settings.hh"
#include "mailreeve/score/finding.hh"

#include <string>

namespace mailreeve::policy {

enum class Mode {
    Filter,
    Observe, // judge, log and add headers; change nothing else
};

// What happens to a message of a level.
enum class ScoreAction { Accept, Tag, Quarantine, Reject };

struct Actions {
    ScoreAction spam = ScoreAction::Tag;
    ScoreAction surespam = ScoreAction::Quarantine;

    bool operator==(const Actions&) const = default;
};

// What becomes of a denied attachment that is not simply taken out.
struct AttachmentRules {
    enum class Signed { Quarantine, Pass } signed_parts = Signed::Quarantine;
    enum class Outbound { Reject, Same } outbound = Outbound::Reject;
};

struct Rules {
    Mode mode = Mode::Filter;
    std::string organization; // stands in replies
    score::Thresholds scoring;
    Actions actions;
    std::string spam_tag = "[SPAM] ";
    std::string surespam_tag = "[SURESPAM] ";
    rdns::Settings reverse_dns;
    rdns::HeloSettings helo;
    bounce::OutcomeRules bounces;
    AttachmentRules attachments;
    score::Points allow_limit =
        score::Points::hundredths(500); // allow lists take off no more
};

} // namespace mailreeve::policy
