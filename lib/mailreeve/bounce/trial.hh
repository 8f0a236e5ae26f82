// One bounce before the verifier, and what has been tried to prove it.
#pragma once

#include "mailreeve/bounce/judge.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::bounce {

// The stamp that proved a bounce; by it bounces are counted.
struct Witness {
    Nonce nonce{};
    WallTime stamped;
    std::optional<Entry> entry; // if it has been looked up and found
};

struct Trial {
    const Reading& reading;
    const Reception& reception;
    std::string to; // normalised() recipient
    const KeyRing& ring;
    WallTime now;
    const VerifierSettings& settings;
    Ledger& ledger;
    Inquiry& inquiry;

    std::vector<Proof> tried = {};
    bool is_proven = false;
    std::optional<Witness> witness = {}; // not for BATV, whose tags are those of a day

    void add(Proof::Kind kind, Proof::Result result, std::string detail)
    {
        is_proven = is_proven || result == Proof::Result::Proven;
        tried.push_back({kind, result, std::move(detail)});
    }
    bool has(Proof::Result result) const;
    const Lookup<std::optional<Entry>>& by_nonce(const Nonce& nonce, WallTime stamped)
    {
        return inquiry.by_nonce(ledger, nonce, stamped);
    }

    // Whether the recipient is who sent that message, or its author.
    bool is_by_recipient(const Entry& entry) const
    {
        return !to.empty() && (entry.sender == to || entry.from == to);
    }
};

// Each adds what it tried, at least one proof. Nothing is tried after one that proves.
void try_batv(Trial& trial);
void try_envelope_ids(Trial& trial);
void try_stamps(Trial& trial);
void try_message_ids(Trial& trial);
void try_path(Trial& trial);

// What came from outside, in brackets, at most max_quoted bytes of it.
std::string bracketed(std::string_view text);

// "2026-11-20 14:03", UTC.
std::string time_words(WallTime time);

} // namespace mailreeve::bounce
