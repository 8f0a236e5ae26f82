#include "mailreeve/bounce/ledger.hh"

#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/crypto/sha256.hh"

#include <algorithm>

namespace mailreeve::bounce {

namespace {

template <class Short>
Short front_of(const std::array<std::byte, 32>& whole)
{
    Short cut{};
    std::ranges::copy_n(whole.begin(), cut.size(), cut.begin());
    return cut;
}

} // namespace

std::vector<Lookup<std::vector<Entry>>>
Ledger::by_messages(std::span<const MessageHash> messages, std::size_t max) const
{
    std::vector<Lookup<std::vector<Entry>>> lookups;
    for (const auto& message : messages)
        lookups.push_back(by_message(message, max));
    return lookups;
}

MessageHash hash_of(std::string_view message_id)
{
    return front_of<MessageHash>(crypto::sha256(crypto::bytes_of(message_id)));
}

RecipientHash hash_of(const Key& key, std::string_view recipient)
{
    return front_of<RecipientHash>(
        key.for_recipients().mac(crypto::bytes_of(recipient)));
}

} // namespace mailreeve::bounce
