// One DNS list (RFC 5782): its zone, what its answers mean, and what a hit is worth.
#pragma once

#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rbl/code.hh"
#include "mailreeve/score/points.hh"

#include <chrono>
#include <string>
#include <vector>

namespace mailreeve::rbl {

enum class Kind {
    Deny,
    Allow, // its points are negative: a hit speaks for the client
};

// What is asked about.
enum class Subject {
    Client, // the address that connected
    Helo,   // domain lists: the name given in HELO,
    Sender, // the domain of the envelope sender,
    Ptr,    // the confirmed name of the client
};

enum class Action {
    Score,
    Delay, // 4xx until `delay` after sender, recipient and network were first seen,
           // then score
    Defer,
    Reject,
};

struct List {
    std::string name;       // "spamhaus-zen"; the zone where there is no shorter one
    std::string title;      // "Spamhaus ZEN", for replies
    std::string zone;       // as it may be shown
    std::string keyed_zone; // with the key of a list that wants one: a secret
    Kind kind = Kind::Deny;
    std::vector<Subject> ask{Subject::Client};
    bool ipv4 = true; // of Subject::Client: which families the zone lists
    bool ipv6 = true;
    std::vector<CodeRule> codes;     // first match tells the points and the symbol
    std::vector<CodeMatch> refusals; // answers by which this zone turns a resolver away
    std::string symbol;              // RBL_ZEN: of findings about the list itself
    std::string page; // where a listing can be looked up or removed; "{ip}" stands for
                      // what was asked
    Action action = Action::Score;
    std::chrono::seconds delay{std::chrono::minutes{15}};
    bool override_never = false; // not even trust passes by `action`

    // Under which names are asked for; not to be shown.
    const std::string& suffix() const { return keyed_zone.empty() ? zone : keyed_zone; }

    bool operator==(const List&) const = default;
};

} // namespace mailreeve::rbl
