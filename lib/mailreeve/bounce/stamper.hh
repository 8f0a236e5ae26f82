// What leaves gets its marks, once the ledger has it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/batv.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/mail/address.hh"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mailreeve::bounce {

// A message on its way out, whose sender is in a domain of ours.
struct Outgoing {
    mail::Address sender;
    std::string from;       // raw value of the first From; empty: there is none
    std::string message_id; // the same of Message-ID
    std::vector<mail::Address> recipients;
    std::string queue_id;
    BatvForm batv = BatvForm::None;
};

struct Marks {
    std::string stamp;                   // value of the header field
    std::string envelope_id;             // for ENVID=
    std::optional<mail::Address> tagged; // the envelope sender to be
};

struct Unmarked {
    enum class Why {
        NoKey,
        NoDisk, // the ledger could not be written, or not in time
    };
    Why why = Why::NoKey;
    std::string detail; // for the log
};

// Thread-safe. What it refers to must outlive it.
class MAILREEVE_API Stamper {
public:
    static constexpr std::chrono::seconds patience{
        10}; // for the disk: less than a drain has

    Stamper(const Keys& keys, Ledger& ledger, const Clock& clock)
        : keys_{keys}, ledger_{ledger}, clock_{clock}
    {
    }

    // Waits until the ledger is on disk. Throws std::runtime_error when libcrypto
    // fails, std::system_error when there are no random bytes.
    std::variant<Marks, Unmarked> mark(const Outgoing& outgoing) const;

private:
    const Keys& keys_;
    Ledger& ledger_;
    const Clock& clock_;
};

} // namespace mailreeve::bounce
