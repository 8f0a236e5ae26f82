#include "mailreeve/dns/server.hh"

namespace mailreeve::dns {

template <class Act>
Server::Change Server::change(const Act& act)
{
    const std::lock_guard lock{mutex_};
    const auto before = health_.state();
    act();
    return {before, health_.state()};
}

Server::Change Server::answered(Deadline sent, Deadline now)
{
    return change([&] {
        ++answered_;
        round_trip_.measured(
            std::chrono::duration_cast<RoundTrip::Duration>(now - sent));
        health_.answered(now);
    });
}

Server::Change Server::unanswered(Deadline sent)
{
    return change([&] { health_.unanswered(sent); });
}

Server::Change Server::probe_unanswered()
{
    return change([&] { health_.probe_unanswered(); });
}

void Server::count_sent()
{
    const std::lock_guard lock{mutex_};
    ++sent_;
}

void Server::count_lost()
{
    const std::lock_guard lock{mutex_};
    ++lost_;
}

ServerHealth::State Server::state() const
{
    const std::lock_guard lock{mutex_};
    return health_.state();
}

RoundTrip::Duration Server::wait() const
{
    const std::lock_guard lock{mutex_};
    return round_trip_.wait();
}

ServerStatistics Server::statistics() const
{
    const std::lock_guard lock{mutex_};
    return {address_.text(),
            health_.state() != ServerHealth::State::Unwell,
            round_trip_.smoothed(),
            sent_,
            answered_,
            lost_};
}

} // namespace mailreeve::dns
