#include "mailreeve/bounce/reported.hh"

#include "mailreeve/bounce/bound.hh"

#include <algorithm>

namespace mailreeve::bounce {

namespace {

// Nothing when it is no whole address.
std::optional<std::string> whole_address(const std::string& reported)
{
    const auto address = mail::Address::parse(reported);
    if (!address || (!address->domain() && address->literal().empty()))
        return std::nullopt;
    return normalised(*address);
}

bool was_sent_to(const Entry& entry, const RecipientHash& recipient)
{
    return std::ranges::find(entry.recipients, recipient) != entry.recipients.end();
}

} // namespace

Reported reported(const Trial& trial, const Entry& entry)
{
    const auto* const key = trial.ring.find(entry.key_id);
    if (key == nullptr || entry.recipients.empty())
        return Reported::Unknown;
    bool is_told = false;
    const auto& all = trial.reading.recipients;
    for (std::size_t n = 0; n < std::min(all.size(), max_reported); ++n)
        for (const auto* const text : {&all[n].original, &all[n].final})
            if (const auto address = whole_address(*text)) {
                if (was_sent_to(entry, hash_of(*key, *address)))
                    return Reported::Among;
                is_told = true;
            }
    const bool all_known = entry.recipients.size() >= entry.recipient_count;
    return is_told && all_known ? Reported::Others : Reported::Unknown;
}

} // namespace mailreeve::bounce
