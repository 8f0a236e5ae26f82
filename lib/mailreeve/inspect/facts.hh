// Everything that is known of one message for one recipient: values, no opinion.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/bounce/judgement.hh"
#include "mailreeve/bounce/rules.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/rbl/listing.hh"
#include "mailreeve/rdns/generic_name.hh"
#include "mailreeve/rdns/helo.hh"
#include "mailreeve/rdns/reverse_name.hh"
#include "mailreeve/trust/match.hh"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::inspect {

// Of the connection. Nothing where the question was not asked: for outbound and relayed
// mail, and for clients without an address.
struct ClientFacts {
    std::optional<net::IpAddress> address;
    std::optional<rdns::ReverseName> reverse;
    std::optional<rdns::Generic> generic; // the name looks dynamic
    std::optional<rdns::HeloFacts> helo;
    std::vector<rbl::ListFact> lists;
    bool complete = true; // false: some answers had not come by the deadline
};

// Of a message that claims to answer one of ours.
struct BounceFact {
    bounce::Judgement judgement;
    bounce::Mode mode = bounce::Mode::Learn; // that of the recipient's domain
    bool learning = false;    // whatever the mode, it is only told what would be done
    bool sure = true;         // that it is a bounce at all
    bool answered = true;     // keys and ledger could be asked
    bool storm = false;       // one of very many to this recipient
    bool never_sends = false; // the recipient sends no mail

    bool operator==(const BounceFact&) const = default;
};

// What the rules for a recipient say of a part of the message, or of all of it.
struct AttachmentFact {
    enum class Asked { Nothing, Report, Strip, Quarantine };
    static constexpr std::size_t whole_message = static_cast<std::size_t>(-1);

    std::size_t part = whole_message; // its place in the survey (attachment/survey.hh)
    Asked asked = Asked::Nothing;
    attachment::Obstacle obstacle = attachment::Obstacle::None; // why it was not judged
    bool is_signed = false; // it cannot be taken out without breaking a signature
    std::string path;       // "outer.zip/inner/run.exe", unescaped
    std::string rule;       // that asked for it
    std::string reason;     // in words: "is a program"

    bool operator==(const AttachmentFact&) const = default;
};

struct Facts {
    Origin origin = Origin::Inbound;
    ClientFacts client;
    std::optional<trust::Match> denied;
    std::optional<trust::Match> allowed;

    // Since this sender, recipient and network were first seen. Asked only when a list
    // with action `delay` has a hit.
    std::optional<std::chrono::seconds> known_for;

    // At the end of a message that was read as one; not in mode off.
    std::optional<BounceFact> bounce;

    // At the end of a message whose attachments are judged: what any rule asks for.
    std::vector<AttachmentFact> attachments;
    std::vector<std::string> oddities; // readers differ on them; harmless: "bare-cr"

    bool to_role = false; // postmaster@ or abuse@ of our domains
};

} // namespace mailreeve::inspect
