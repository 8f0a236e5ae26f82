#include "mailreeve/dns/exchange.hh"

#include <algorithm>
#include <cassert>
#include <utility>

namespace mailreeve::dns {

namespace {

// How long a connection may take before the next server is asked.
constexpr std::chrono::milliseconds tcp_patience{1000};

// Another try without EDNS may help (RFC 6891 7).
bool dislikes_edns(Rcode rcode)
{
    return rcode == Rcode::FormErr || rcode == Rcode::NotImp || rcode == Rcode::BadVers;
}

bool is_usable(const Reply& reply)
{
    return (reply.rcode == Rcode::NoError || reply.rcode == Rcode::NxDomain) &&
           !reply.referral;
}

} // namespace

Exchange::Exchange(Transport& transport, ServerPool& pool, Question question,
                   Deadline deadline, std::function<void(Result)> done)
    : transport_{transport}, pool_{pool}, question_{std::move(question)},
      deadline_{deadline}, done_{std::move(done)}
{
}

void Exchange::start()
{
    auto choice = pool_.choose();
    if (choice.servers.empty())
        return finish(Failure::NoServers);
    tries_ = choice.tries;
    longest_wait_ = choice.longest_wait;
    for (auto& server : choice.servers)
        candidates_.push_back({std::move(server), Failure::None, Edns::Yes});
    next_try();
}

void Exchange::next_try()
{
    while (auto* candidate = next_candidate()) {
        const auto round = (turn_ - 1) / candidates_.size();
        if (!ask(*candidate, over_udp(*candidate)))
            continue;
        if (turn_ > 1)
            ++transport_.counters.retries;
        latest_heard_ = false;
        set_alarm(std::chrono::steady_clock::now() +
                  usual_wait(*candidate) * (1 << std::min<std::size_t>(round, 8)));
        return;
    }
    if (!any_open())
        finish(verdict());
    else
        set_alarm(deadline_);
}

Exchange::Candidate* Exchange::next_candidate()
{
    while (turn_ < candidates_.size() * tries_) {
        auto& candidate = candidates_[turn_++ % candidates_.size()];
        if (candidate.refusal == Failure::None)
            return &candidate;
    }
    return nullptr;
}

bool Exchange::ask(Candidate& candidate, std::unique_ptr<Attempt> attempt)
{
    const auto obstacle = make_room() ? attempt->start() : Obstacle::Shortage;
    if (obstacle == Obstacle::None) {
        attempts_.push_back(std::move(attempt));
        return true;
    }
    if (obstacle == Obstacle::Shortage)
        shortage_ = true;
    else
        pool_.unanswered(*candidate.server, std::chrono::steady_clock::now());
    return false;
}

std::unique_ptr<Attempt> Exchange::over_udp(const Candidate& candidate)
{
    return std::make_unique<UdpAttempt>(transport_, owner_of_attempts(),
                                        candidate.server, new_query(candidate.edns));
}

std::unique_ptr<Attempt> Exchange::over_tcp(const Candidate& candidate)
{
    return std::make_unique<TcpAttempt>(transport_, owner_of_attempts(),
                                        candidate.server, new_query(candidate.edns));
}

Query Exchange::new_query(Edns edns)
{
    return {question_, transport_.chance.draw(transport_.mixed_case), edns};
}

std::chrono::microseconds Exchange::usual_wait(const Candidate& candidate) const
{
    return std::min(candidate.server->wait(), longest_wait_);
}

// At the limit a new try takes the place of our oldest one.
bool Exchange::make_room()
{
    if (transport_.sockets < transport_.max_sockets)
        return true;
    const auto oldest = std::ranges::find_if(
        attempts_, [](const auto& attempt) { return attempt->is_open(); });
    if (oldest == attempts_.end())
        return false;
    (*oldest)->close();
    return true;
}

void Exchange::set_alarm(Deadline when)
{
    transport_.loop.cancel(alarm_);
    alarm_ = transport_.loop.set(std::min(when, deadline_), *this);
}

void Exchange::due()
{
    if (std::chrono::steady_clock::now() >= deadline_)
        return finish(verdict());
    auto& latest = *attempts_.back();
    if (latest.is_open() && latest.over_tcp()) {
        latest.close();
        return refused(candidate_of(latest), Failure::Timeout);
    }
    if (latest.is_open() && !std::exchange(latest_heard_, true))
        pool_.unanswered(*latest.server(), latest.sent());
    next_try();
}

void Exchange::arrived(Attempt& attempt, std::span<const std::uint8_t> message)
{
    auto decoded = decode_reply(message, attempt.query());
    const auto* unread = std::get_if<Unread>(&decoded);
    if (unread != nullptr && *unread == Unread::Foreign) {
        ++transport_.counters.mismatches;
        if (!attempt.over_tcp())
            return; // the true answer may still come
        attempt.close();
        return refused(candidate_of(attempt), Failure::Malformed);
    }
    pool_.answered(*attempt.server(), attempt.sent(), std::chrono::steady_clock::now());
    auto& candidate = candidate_of(attempt);
    attempt.close();
    if (unread != nullptr)
        refused(candidate, Failure::Malformed);
    else
        judge(candidate, attempt, std::get<Reply>(std::move(decoded)));
}

void Exchange::broke(Attempt& attempt)
{
    if (attempt.over_tcp())
        return refused(candidate_of(attempt), Failure::Timeout);
    pool_.unanswered(*attempt.server(), attempt.sent());
    // Another server can be asked at once; the same one after the usual wait.
    if (turn_ < candidates_.size() ||
        (turn_ == candidates_.size() * tries_ && !any_open()))
        next_try();
}

void Exchange::judge(Candidate& candidate, Attempt& attempt, Reply reply)
{
    if (reply.truncated && !attempt.over_tcp()) {
        fall_back(candidate, over_tcp(candidate));
    } else if (is_usable(reply) && !reply.truncated) {
        finish(std::move(reply));
    } else if (dislikes_edns(reply.rcode) && candidate.edns == Edns::Yes) {
        candidate.edns = Edns::No;
        fall_back(candidate, over_udp(candidate));
    } else {
        refused(candidate, reply.rcode == Rcode::ServFail ? Failure::ServerFailure
                                                          : Failure::Refused);
    }
}

void Exchange::refused(Candidate& candidate, Failure why)
{
    candidate.refusal = why;
    close_attempts_to(*candidate.server);
    next_try();
}

// To the same server in another way, outside the count of tries.
void Exchange::fall_back(Candidate& candidate, std::unique_ptr<Attempt> attempt)
{
    close_attempts_to(*candidate.server);
    const auto wait = attempt->over_tcp() ? std::chrono::microseconds{tcp_patience}
                                          : usual_wait(candidate);
    if (!ask(candidate, std::move(attempt)))
        return refused(candidate, Failure::Timeout);
    ++transport_.counters.retries;
    latest_heard_ = false;
    set_alarm(std::chrono::steady_clock::now() + wait);
}

Exchange::Candidate& Exchange::candidate_of(const Attempt& attempt)
{
    const auto found = std::ranges::find_if(candidates_, [&](const Candidate& one) {
        return one.server == attempt.server();
    });
    assert(found != candidates_.end());
    return *found;
}

void Exchange::close_attempts_to(const Server& server)
{
    for (const auto& attempt : attempts_)
        if (attempt->server().get() == &server)
            attempt->close();
}

bool Exchange::any_open() const
{
    return std::ranges::any_of(attempts_,
                               [](const auto& attempt) { return attempt->is_open(); });
}

Failure Exchange::verdict() const
{
    if (shortage_ && attempts_.empty())
        return Failure::OverLimit;
    const auto silent = [](const Candidate& one) {
        return one.refusal == Failure::None || one.refusal == Failure::Timeout;
    };
    if (std::ranges::any_of(candidates_, silent))
        return Failure::Timeout;
    const auto failed = [](const Candidate& one) {
        return one.refusal == Failure::ServerFailure;
    };
    return std::ranges::any_of(candidates_, failed) ? Failure::ServerFailure
                                                    : candidates_.back().refusal;
}

// What has waited for longer than usual and is given up now was lost.
void Exchange::settle_accounts()
{
    const auto now = std::chrono::steady_clock::now();
    for (const auto& attempt : attempts_) {
        if (!attempt->is_open() || now < attempt->sent() + attempt->server()->wait())
            continue;
        attempt->server()->count_lost();
        if (attempt == attempts_.back() && !latest_heard_)
            pool_.unanswered(*attempt->server(), attempt->sent());
    }
}

void Exchange::finish(Result result)
{
    if (std::exchange(finished_, true))
        return;
    transport_.loop.cancel(alarm_);
    settle_accounts();
    for (const auto& attempt : attempts_)
        attempt->close();
    done_(std::move(result));
}

} // namespace mailreeve::dns
