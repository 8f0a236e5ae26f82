// What the ledger's files are asked, whoever has opened them.
#pragma once

#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/store/segment_search.hh"

#include <cstddef>

namespace mailreeve::bounce {

// As Ledger promises.
Lookup<std::optional<Entry>> find_entry(const store::SegmentSearch& segments,
                                        const Nonce& nonce, WallTime stamped);
Lookup<std::vector<Entry>> find_entries(const store::SegmentSearch& segments,
                                        const MessageHash& message, std::size_t max);

} // namespace mailreeve::bounce
