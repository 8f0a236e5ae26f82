// What was found out about a bounce: whether it answers mail of ours, and why.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/reading.hh"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

enum class Outcome : std::uint8_t {
    NotBounce,      // ordinary mail, a report, or a reply that nothing proves
    Exempt,         // from our own MTA or networks
    Valid,          // answers mail that its recipient sent
    ValidForwarded, // the same, but tells of an address that we did not send to
    Expired,        // the proof is ours and too old
    Replayed,       // the proof is ours and came more often than can be
    Invalid,        // headers of the returned message are there and nothing proves it
    Unverifiable,   // there is nothing to verify, or it cannot be verified now
};

// not-a-bounce exempt valid valid-forwarded expired replayed invalid unverifiable
MAILREEVE_API std::string_view name(Outcome outcome);

// One proof that was tried.
struct Proof {
    enum class Kind : std::uint8_t {
        Batv,       // a tag in the recipient
        EnvelopeId, // Original-Envelope-Id
        Stamp,      // in returned headers
        MessageId,  // of the returned message, in the ledger
        Path,       // it came from ourselves
    };
    enum class Result : std::uint8_t {
        Proven,
        Absent,  // there is nothing of that kind
        Refuted, // forged, or made for somebody else
        Expired,
        Unknown, // ledger or keys cannot be read, or clocks disagree
    };
    Kind kind = Kind::Batv;
    Result result = Result::Absent;
    // A sentence for the administrator. What it quotes from mail is cut at max_quoted
    // bytes and raw: escape where it is shown.
    std::string detail;

    bool operator==(const Proof&) const = default;
};

inline constexpr std::size_t max_quoted = 200;

// batv envelope-id stamp message-id path
MAILREEVE_API std::string_view name(Proof::Kind kind);

// proven absent refuted expired unknown
MAILREEVE_API std::string_view name(Proof::Result result);

struct Judgement {
    Class kind = Class::None;
    Where headers = Where::None;
    Outcome outcome = Outcome::NotBounce;
    std::vector<Proof> proofs; // all that were tried, in order; the proven one is last
    std::string detail;        // why this outcome, as in Proof

    bool operator==(const Judgement&) const = default;
};

} // namespace mailreeve::bounce
