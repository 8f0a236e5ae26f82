#include "mailreeve/bounce/stamper.hh"

#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/envelope_id.hh"
#include "mailreeve/bounce/stamp.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::bounce {

namespace {

Entry entry_of(const Outgoing& outgoing, const Bound& bound, const Stamp& stamp,
               const Key& key)
{
    Entry entry;
    entry.nonce = stamp.nonce;
    entry.time = stamp.time;
    entry.key_id = stamp.key_id;
    entry.sender = bound.sender;
    entry.from = bound.from;
    entry.message = hash_of(bound.message_id);
    entry.recipient_count = static_cast<std::uint32_t>(outgoing.recipients.size());
    const auto kept = std::min(outgoing.recipients.size(), max_recipient_hashes);
    for (std::size_t i = 0; i < kept; ++i)
        entry.recipients.push_back(hash_of(key, normalised(outgoing.recipients[i])));
    entry.queue_id = outgoing.queue_id;
    return entry;
}

} // namespace

std::variant<Marks, Unmarked> Stamper::mark(const Outgoing& outgoing) const
{
    const auto ring = keys_.copy();
    const auto now = clock_.wall();
    const auto* key = ring ? ring->signing(now) : nullptr;
    if (key == nullptr)
        return Unmarked{Unmarked::Why::NoKey, "no key may sign"};
    const auto made_for = bound(outgoing.sender, outgoing.from, outgoing.message_id);
    const auto stamp = make_stamp(*key, now, make_nonce(), made_for);
    const auto commit = ledger_.record(entry_of(outgoing, made_for, stamp, *key));
    const auto* written = commit.wait_until(clock_.now() + patience);
    if (written == nullptr)
        return Unmarked{Unmarked::Why::NoDisk, "the ledger is not written in time"};
    if (*written)
        return Unmarked{Unmarked::Why::NoDisk, (*written)->why};
    return Marks{stamp.text(),
                 make_envelope_id(*key, now, stamp.nonce, made_for.sender).text(),
                 tagged(*key, now, outgoing.sender, outgoing.batv)};
}

} // namespace mailreeve::bounce
