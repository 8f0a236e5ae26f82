// The verifier: holds what came back against keys and ledger.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/inquiry.hh"
#include "mailreeve/bounce/judgement.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/mail/address.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace mailreeve::bounce {

struct VerifierSettings {
    std::chrono::seconds lifetime = std::chrono::days{14}; // of stamps and entries
    std::uint32_t per_recipient = 6; // bounces of one message: delays, then failure
    std::string stamp_field = "X-Mailreeve-Stamp";
};

// How a bounce reached us.
struct Reception {
    mail::Address recipient; // as in the envelope, with its BATV tag if it has one
    bool by_us = false;      // the client is in local.networks, or it was not SMTP
};

enum class Counting {
    Yes, // the bounce is delivered: it counts against the limit of its message
    No,  // somebody only asks; never Replayed
};

// What one bounce can make the verifier do. What goes beyond is not looked at.
inline constexpr std::size_t max_stamps_tried = 16;
inline constexpr std::size_t max_envelope_ids_tried = 16;
inline constexpr std::size_t max_message_ids_tried = 64;
// Of one message id: as many as a list that writes a sender for each reader has of one
// letter.
inline constexpr std::size_t max_entries_tried = 200;
inline constexpr std::size_t max_unanswered = 4; // lookups, then none is tried any more
inline constexpr std::size_t max_reported = 100; // recipients that the bounce tells of

// Recipients that a message counts as when the ledger does not have it.
inline constexpr std::uint32_t recipients_without_entry = 10; // a forwarder counts as
                                                              // one recipient

// Thread-safe.
class MAILREEVE_API Verifier {
public:
    // The keys in force, asked for once a judgement so that a rotation or a reload
    // takes effect; may give nullptr. Thread-safe.
    using Keys = std::function<std::shared_ptr<const KeyRing>()>;

    // Ledger and clock must outlive it.
    Verifier(Keys keys, Ledger& ledger, const Clock& clock, VerifierSettings settings);

    // Tries BATV, envelope id, stamp, message id and path, in that order, until one
    // proves that the recipient sent what came back. A ledger that does not answer and
    // a ring without keys never make Invalid. Waits for the ledger alone, and for no
    // lookup that comes after max_unanswered of them. Throws std::runtime_error when
    // libcrypto fails.
    Judgement judge(const Reading& reading, const Reception& reception,
                    Counting counting) const;

    // The same for one of several recipients: what the ledger says is asked once and
    // kept in `inquiry`, which was made from that reading.
    Judgement judge(const Reading& reading, const Reception& reception,
                    Counting counting, Inquiry& inquiry) const;

private:
    Keys keys_;
    Ledger& ledger_;
    const Clock& clock_;
    VerifierSettings settings_;
};

} // namespace mailreeve::bounce
