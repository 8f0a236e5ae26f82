#include "mailreeve/dns/server_pool.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::seconds default_longest_wait{5}; // RES_TIMEOUT of <resolv.h>

} // namespace

ServerPool::ServerPool(Transport& transport, const Settings& settings, Events events)
    : transport_{transport}, events_{std::move(events)},
      configured_tries_{settings.tries}, tries_{settings.tries},
      longest_wait_{default_longest_wait}
{
    if (settings.servers.empty()) {
        file_.emplace(settings.resolv_conf);
        look_at_file();
    } else {
        seat(settings.servers);
    }
}

ServerPool::Choice ServerPool::choose()
{
    look_at_file();
    Choice choice{{}, tries_, longest_wait_};
    for (const auto& seat : seats_)
        if (seat.server->state() != ServerHealth::State::Unwell)
            choice.servers.push_back(seat.server);
    if (rotate_ && choice.servers.size() > 1) {
        const auto first = static_cast<std::ptrdiff_t>(turn_++ % choice.servers.size());
        std::rotate(choice.servers.begin(), choice.servers.begin() + first,
                    choice.servers.end());
    }
    return choice;
}

void ServerPool::answered(Server& server, Deadline sent, Deadline now)
{
    if (server.answered(sent, now).before != ServerHealth::State::Unwell)
        return;
    last_recovery_ = now;
    notice("name server " + server.address().text() + " answers again");
    if (events_.recovered)
        events_.recovered();
}

void ServerPool::unanswered(Server& server, Deadline sent)
{
    if (!server.unanswered(sent).became(ServerHealth::State::Suspected))
        return;
    // One that was replaced meanwhile has no seat, and needs no probe.
    const auto found = std::ranges::find_if(
        seats_, [&](const Seat& seat) { return seat.server.get() == &server; });
    if (found != seats_.end())
        found->probe->start();
}

void ServerPool::probe_unanswered(Server& server)
{
    if (server.probe_unanswered().became(ServerHealth::State::Unwell))
        notice("name server " + server.address().text() +
               " does not answer; it is probed and not asked");
}

std::vector<ServerStatistics> ServerPool::statistics() const
{
    std::vector<ServerStatistics> all;
    for (const auto& server : shown_.copy())
        all.push_back(server->statistics());
    return all;
}

void ServerPool::look_at_file()
{
    const auto now = std::chrono::steady_clock::now();
    if (!file_ || now < next_look_)
        return;
    next_look_ = now + between_looks;
    const auto conf = file_->changed();
    if (!conf)
        return;
    rotate_ = conf->rotate;
    tries_ = conf->attempts.value_or(configured_tries_);
    longest_wait_ = conf->timeout.value_or(default_longest_wait);
    seat(conf->servers);
}

void ServerPool::seat(const std::vector<ServerAddress>& addresses)
{
    std::vector<Seat> seats;
    std::vector<std::shared_ptr<Server>> shown;
    std::string names;
    for (const auto& address : addresses) {
        seats.push_back(seat_for(address));
        shown.push_back(seats.back().server);
        names += (names.empty() ? "" : " ") + address.text();
    }
    seats_ = std::move(seats);
    shown_.exchange(std::move(shown));
    notice("name servers: " + names);
}

// One that stays keeps what is known of it.
ServerPool::Seat ServerPool::seat_for(const ServerAddress& address)
{
    const auto known = std::ranges::find_if(seats_, [&](const Seat& seat) {
        return seat.server != nullptr && seat.server->address() == address;
    });
    if (known != seats_.end())
        return std::move(*known);
    auto server = std::make_shared<Server>(address);
    ProbeOwner& self = *this;
    auto probe = std::make_unique<Probe>(transport_, self, server);
    return {std::move(server), std::move(probe)};
}

void ServerPool::notice(const std::string& text) const
{
    if (events_.notice)
        events_.notice(text);
}

} // namespace mailreeve::dns
