// The configuration in force, with what was built from it: immutable, swapped whole.
#pragma once

#include "mailreeve/inspect/client_inspection.hh"
#include "mailreeve/inspect/recipient.hh"
#include "mailreeve/inspect/services.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "policy/rules.hh"
#include "snapshot/settings.hh"

#include <cstdint>
#include <memory>
#include <vector>

namespace mailreeve::snapshot {

// Who speaks in replies and notices.
std::string speaker(const Settings& settings);

// Thread-safe: nothing in it changes.
class Snapshot {
public:
    // What `services` points to must outlive the snapshot and all its inspections.
    // `generation` counts the snapshots of a process from 1. Settings and lists come
    // from load.hh, which has checked them.
    Snapshot(Settings settings, rbl::Lists lists, std::uint64_t generation,
             const inspect::Services& services);

    const Settings& settings() const { return settings_; }
    const rbl::Lists& lists() const { return subjects_->lists; }
    std::uint64_t generation() const { return generation_; }

    // At connect: starts every lookup on the client; waits for none.
    std::shared_ptr<inspect::ClientInspection> inspect(inspect::Client client) const;

    // Who the client is to us, at MAIL.
    inspect::Origin origin(const inspect::Client& client,
                           const inspect::Submission& submission) const;

    // Whether what messages bring is looked at.
    bool judges_attachments() const;

    // Whether mail of any of our domains is stamped, and its bounces are judged.
    bool judges_bounces() const;

    // An envelope recipient, and whom it means where it carries a tag of ours (BATV).
    // One with a forged tag is what it says.
    inspect::Recipient addressed(const mail::Address& recipient) const;

    // What applies to one recipient (inbound) or sender (outbound). Lives as long as
    // the snapshot.
    const policy::Rules& rules_for(const mail::Address& whom) const;

private:
    struct Overridden {
        mail::AddressSet whom;
        policy::Rules rules;
    };

    Settings settings_;
    std::uint64_t generation_;
    inspect::Services services_;
    std::shared_ptr<const inspect::Subjects> subjects_;
    policy::Rules rules_;
    std::vector<Overridden> overrides_;
};

} // namespace mailreeve::snapshot
