// One message from a file, held against keys and ledger as the daemon would hold it.
#pragma once

#include "ctl/message_file.hh"
#include "ctl/stamp_state.hh"
#include "mailreeve/bounce/judge.hh"
#include "mailreeve/bounce/standing.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "policy/bounces.hh"
#include "snapshot/settings.hh"

#include <optional>
#include <string>

namespace mailreeve::ctl {

// Its envelope, where somebody knows it.
struct BounceScene {
    std::optional<std::string> sender; // nothing: as the file says
    std::string recipient;             // empty: as the file says
};

struct BounceReport {
    std::optional<std::string> sender;      // nothing: nobody says
    std::optional<mail::Address> recipient; // the same
    bounce::Reading reading;
    bounce::Judgement judgement;
    bounce::Standing standing; // off for a domain that is none of ours
    std::optional<policy::BounceRule> rule;
    bounce::Action action =
        bounce::Action::Accept; // that it leads to, but for learning
};

class BounceTrial {
public:
    // All must outlive it.
    BounceTrial(const snapshot::Settings& settings, StampState& state,
                const Clock& clock);

    // Counts nothing, and takes the client for a stranger.
    BounceReport run(const MessageFront& message, const BounceScene& scene) const;

private:
    bounce::Standing standing_of(const mail::Address& recipient) const;
    void judge(BounceReport& report) const;
    void decide(BounceReport& report, const mail::Address& meant) const;

    const snapshot::Settings& settings_;
    StampState& state_;
    const Clock& clock_;
    mail::AddressSet never_sends_;
};

} // namespace mailreeve::ctl
