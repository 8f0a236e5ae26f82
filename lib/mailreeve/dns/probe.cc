#include "mailreeve/dns/probe.hh"

#include "mailreeve/dns/reply.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

constexpr std::chrono::milliseconds least_wait{100}; // a probe is no retransmission

} // namespace

void Probe::start()
{
    if (!std::exchange(running_, true))
        send();
}

void Probe::send()
{
    static const auto root = *Question::parse(".", Type::Ns);
    const Query query{root, transport_.chance.draw(false), Edns::No};
    earlier_ = std::move(latest_);
    AttemptOwner& self = *this;
    latest_ = std::make_unique<UdpAttempt>(transport_, self, server_, query);
    latest_->start(); // an obstacle is silence as well
    alarm_ = transport_.loop.set(next_probe(), *this);
}

void Probe::stop()
{
    running_ = false;
    transport_.loop.cancel(alarm_);
    if (latest_ != nullptr)
        latest_->close();
    if (earlier_ != nullptr)
        earlier_->close();
}

void Probe::due()
{
    if (server_->state() == ServerHealth::State::Well) // by an answer to another query
        return stop();
    owner_.probe_unanswered(*server_);
    send();
}

void Probe::arrived(Attempt& attempt, std::span<const std::uint8_t> message)
{
    const auto decoded = decode_reply(message, attempt.query());
    if (const auto* unread = std::get_if<Unread>(&decoded);
        unread != nullptr && *unread == Unread::Foreign) {
        ++transport_.counters.mismatches;
        return;
    }
    stop();
    owner_.answered(*server_, attempt.sent(), std::chrono::steady_clock::now());
}

void Probe::broke(Attempt& /*attempt*/)
{
    // The alarm sets the pace, also where a closed port answers at once.
}

Deadline Probe::next_probe() const
{
    const auto now = std::chrono::steady_clock::now();
    if (server_->state() == ServerHealth::State::Unwell)
        return now + interval;
    return now + std::max<RoundTrip::Duration>(2 * server_->wait(), least_wait);
}

} // namespace mailreeve::dns
