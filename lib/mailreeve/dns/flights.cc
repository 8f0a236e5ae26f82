#include "mailreeve/dns/flights.hh"

#include <utility>

namespace mailreeve::dns {

void Flights::land(const Question& question, const AnyAnswer& answer)
{
    // Outside the lock: what follows the future may ask again.
    const auto promise = take(question);
    if (!promise)
        return;
    if (const auto* addresses = std::get_if<Promise<AddressAnswer>>(&*promise))
        addresses->set(std::get<AddressAnswer>(answer));
    else
        std::get<Promise<TextAnswer>>(*promise).set(std::get<TextAnswer>(answer));
}

void Flights::close()
{
    std::unordered_map<std::string, AnyPromise> left;
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        left.swap(flights_);
    }
    for (const auto& [key, promise] : left)
        std::visit(
            [](const auto& one) {
                one.set({Outcome::Failed, Failure::ShuttingDown, {}, {}});
            },
            promise);
}

std::optional<Flights::AnyPromise> Flights::take(const Question& question)
{
    const std::lock_guard lock{mutex_};
    auto node = flights_.extract(question.key());
    if (node.empty())
        return std::nullopt;
    return std::move(node.mapped());
}

} // namespace mailreeve::dns
