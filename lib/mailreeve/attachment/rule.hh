// What an administrator says of attachments: plain values.
#pragma once

#include "mailreeve/attachment/media_pattern.hh"
#include "mailreeve/attachment/type_word.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/mail/text_pattern.hh"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

enum class Action { Allow, Report, Strip, Quarantine }; // the strictest last

enum class Direction { Inbound, Outbound };

enum class RuleDirection { Any, Inbound, Outbound };

// Why a file could not be looked at, in the words of rules and keys.
enum class Hindrance {
    Encrypted,
    Ambiguous, // two readers would see two different things
    Unjudged,  // broken, too deep, too big, too many, too slow, unsupported, crashed
    Partial,   // message/partial
    External,  // message/external-body
};

enum class Preset { Default };

// Within a list one is enough; all kinds of conditions that are told must hold. Without
// any condition it is for every file of the mail that it is for. A rule with
// `obstacles` is for files that could not be looked at, and asked for those alone.
struct MAILREEVE_API Rule {
    std::optional<Preset> use; // the default set stands here; no other key with it
    std::string name;          // in notices and logs
    std::string reason; // in notices: "is a program"; empty: what matched says it
    std::vector<mail::TextPattern> names; // any form of any reading of any name; a file
                                          // without one has an empty name
    std::vector<TypeWord> types;
    std::vector<MediaPattern> declared;
    std::vector<Hindrance> obstacles;
    bool mismatch = false; // says it is harmless, by declared type or name, and is not
    bool double_extension = false;
    bool bidi = false;
    bool many_spaces = false;
    std::optional<unsigned> long_name; // characters, more than that
    bool macros = false;
    std::optional<config::Size> larger_than;
    RuleDirection direction = RuleDirection::Any;
    std::vector<mail::AddressPattern> whom; // the key is `for`; empty: all
    Action action = Action::Strip;

    static constexpr std::string_view short_form = "use"; // "- default" will do
    static config::Fields<Rule> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const Rule&) const = default;
};

// "encrypted", …
MAILREEVE_API std::string_view name(Hindrance hindrance);

// "allow", …
MAILREEVE_API std::string_view name(Action action);

} // namespace mailreeve::attachment
