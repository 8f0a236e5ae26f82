// One list asked about one subject; the answer is fetched when it is needed.
#pragma once

#include "mailreeve/base/future.hh"
#include "mailreeve/rbl/health.hh"
#include "mailreeve/rbl/listing.hh"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::rbl {

// Copyable handle; thread-safe. Made by a Blocklists.
class MAILREEVE_API Inquiry {
public:
    // What is known now; NoAnswer when nothing is yet.
    ListFact fact() const;

    // Waits for the listing until the deadline, but not for a list that is silent.
    // Whoever gives up on an overdue answer makes the list's health the worse, once.
    // Evidence is not waited for: what has come is in the fact.
    ListFact fact(Deadline deadline) const;

    // Waits for the evidence of a listing: for replies that shall quote it.
    void wait_evidence(Deadline deadline) const;

private:
    friend class Blocklists;

    struct State {
        std::shared_ptr<const List> list;
        Subject subject = Subject::Client;
        std::string asked;
        Deadline overdue{};
        Admission admission = Admission::Wait;
        std::shared_ptr<ZoneHealth> health;
        std::uint64_t question = 0;
        std::optional<Listing> remembered; // known at once, from the resolver's cache
        std::optional<Promise<Listing>> listing; // otherwise
        std::optional<Promise<std::string>> evidence;

        const Listing* known() const;
    };

    explicit Inquiry(std::shared_ptr<const State> state) : state_{std::move(state)} {}

    void wait(Deadline deadline) const;

    std::shared_ptr<const State> state_;
};

// Waits for all of them, together until the deadline.
MAILREEVE_API std::vector<ListFact> facts(const std::vector<Inquiry>& inquiries,
                                          Deadline deadline);

} // namespace mailreeve::rbl
