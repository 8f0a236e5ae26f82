// What the administrator's rules say of a file: facts and rules in, a verdict on the
// one file out.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/attachment/rule_set.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/mail/address.hh"

#include <cstddef>
#include <string>

namespace mailreeve::attachment {

inline constexpr std::size_t longest_item_path = 1'024; // bytes

// Of a name; honest ones have fewer.
inline constexpr std::size_t usual_name_forms = 8;

// What may be spent on the names of all files together: those that are told when
// nothing is left cannot be judged, unless they are plain.
struct NameWork {
    std::size_t forms = 10'000; // beyond the usual ones of each
};

struct Judged {
    Action result = Action::Allow; // what is to be done, capped by the mode
    Action asked = Action::Allow;  // what the rules say, whatever the mode
    bool complete = true;          // all of it could be looked at

    // Of what decided, or of the first obstacle where all is allowed. Unescaped, as the
    // message told it: names are those of Item.
    std::string rule; // its name; of an obstacle the key, as "encrypted"; may be empty
    std::string path; // outer.zip/inner/run.exe; cut in its middle
    std::string reason; // completes "the file ...": is a program
    Obstacle obstacle = Obstacle::None;
    std::string detail; // of the obstacle

    bool operator==(const Judged&) const = default;
};

// For each file, it and those inside of it, the first rule that is for it decides;
// where it could not be looked at, the first rule with `obstacles` that is for it, or
// the key, decides as well. The strictest of all decides for the whole; of equally
// strict ones the first, a file before those inside of it. `whom` is the recipient of
// inbound, the sender of outbound mail. In the mode `off` all is allowed; `report`
// never does more than report; in `quarantine` what would be stripped is quarantined.
// Thread-safe.
MAILREEVE_API Judged judge(const Item& item, const RuleSet& rules, Direction direction,
                           const mail::Address& whom);

// The same for one of the files of a message, which share `work`.
MAILREEVE_API Judged judge(const Item& item, const RuleSet& rules, Direction direction,
                           const mail::Address& whom, NameWork& work);

// The word for an obstacle that rules and keys use.
MAILREEVE_API Hindrance hindrance(Obstacle obstacle);

} // namespace mailreeve::attachment
