// What the ledger says of one message that came back, asked once for all its
// recipients.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/bounce/reading.hh"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::bounce {

// One thread at a time. What a message makes it hold is bounded by what the verifier
// tries: max_message_ids_tried, max_stamps_tried, max_envelope_ids_tried.
class MAILREEVE_API Inquiry {
public:
    // A message that may be the one that came back.
    struct Message {
        std::string id;
        std::optional<Lookup<std::vector<Entry>>> lookup; // once it was asked for
    };

    explicit Inquiry(const Reading& reading);

    const std::vector<Message>& messages() const { return messages_; }

    // Of messages()[number]: of the first alone, which most bounces are proven by, or
    // of all others at once. When the ledger has not answered max_unanswered times it
    // is asked no more: each of them may have taken its time, and the mail waits.
    const Lookup<std::vector<Entry>>& by_message(const Ledger& ledger,
                                                 std::size_t number);

    // The same for a nonce.
    const Lookup<std::optional<Entry>>& by_nonce(const Ledger& ledger,
                                                 const Nonce& nonce, WallTime stamped);

private:
    void ask_for_others(const Ledger& ledger);

    std::vector<Message> messages_;
    std::map<std::pair<Nonce, WallTime>, Lookup<std::optional<Entry>>> nonces_;
    std::size_t unanswered_ = 0;
};

} // namespace mailreeve::bounce
