#include "mailreeve/bounce/field_names.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

using namespace field;

struct Known {
    std::string_view name;
    unsigned meaning;
};

constexpr auto known = std::to_array<Known>({
    {"from", From | Mail},
    {"to", To | Mail},
    {"subject", Subject | Mail},
    {"date", Date | Mail},
    {"message-id", MessageId | Mail},
    {"received", Trace | Mail},
    {"return-path", Trace | Mail},
    {"cc", Mail},
    {"sender", Mail},
    {"reply-to", Mail},
    {"mime-version", Mail},
    {"content-type", Mail},
    {"content-transfer-encoding", Mail},
    {"in-reply-to", Mail},
    {"references", Mail},
    {"dkim-signature", Mail},
    {"delivered-to", Mail},
    {"list-id", Mail},
    {"user-agent", Mail},
    {"disposition", TellingStatus},
    {"feedback-type", TellingStatus},
    {"final-recipient", TellingStatus},
    {"reporting-mta", TellingStatus},
    {"reporting-ua", TellingStatus},
    {"original-envelope-id", TellingStatus},
    // Each of these alone may stand elsewhere: delivery adds Original-Recipient to a
    // message's own header (RFC 8098 2.3), and Status is a mailbox's.
    {"action", Status},
    {"arrival-date", Status},
    {"diagnostic-code", Status},
    {"last-attempt-date", Status},
    {"remote-mta", Status},
    {"original-recipient", Status},
    {"status", Status},
});

} // namespace

unsigned meaning_of(std::string_view name)
{
    const auto* const it = std::ranges::find_if(
        known, [&](const Known& k) { return ascii::equal(k.name, name); });
    if (it != known.end())
        return it->meaning;
    return ascii::starts_with(name, "x-") ? Mail : Nothing;
}

} // namespace mailreeve::bounce
