// Whether a name server is to be asked: judged over all questions, so that a zone that
// is silent does not speak for the server that asks it. Pure.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

namespace mailreeve::dns {

// Well -> Suspected: several tries in a row unanswered, and nothing answered since the
// first of them was sent. Suspected -> Unwell: probes (a question that every resolver
// answers by itself) stay unanswered too. Any answer makes a server well again.
class MAILREEVE_API ServerHealth {
public:
    enum class State { Well, Suspected, Unwell };

    static constexpr int suspicious = 4;    // tries in a row without an answer
    static constexpr int probes_failed = 2; // then the server is unwell

    State state() const { return state_; }

    void answered(Deadline now);
    void unanswered(Deadline sent);
    void probe_unanswered();

private:
    State state_ = State::Well;
    Deadline last_answer_{};
    int silences_ = 0;
    int failed_probes_ = 0;
};

} // namespace mailreeve::dns
