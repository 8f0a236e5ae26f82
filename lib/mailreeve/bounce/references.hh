// Ids of messages that a message says it answers.
#pragma once

#include "mailreeve/bounce/reading.hh"

#include <string_view>

namespace mailreeve::bounce {

// Adds the id in a raw field value, if there is one that `reading` does not have from
// the same source; past limits.references it becomes truncated.
void add_reference(Reading& reading, Reference::Source source, std::string_view raw,
                   const ReadingLimits& limits);

// The same for a list of ids (In-Reply-To, References: RFC 5322 3.6.4).
void add_references(Reading& reading, Reference::Source source, std::string_view raw,
                    const ReadingLimits& limits);

} // namespace mailreeve::bounce
