#include "mailreeve/rbl/health.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::rbl {

ZoneHealth::ZoneHealth(std::string zone, const Clock& clock, const HealthLimits& limits,
                       Tell tell)
    : zone_{std::move(zone)}, clock_{clock}, limits_{limits}, tell_{std::move(tell)}
{
}

Admission ZoneHealth::admit()
{
    if (!silent_) // nearly always
        return Admission::Wait;
    const auto now = clock_.now();
    return state_.with([&](State& state) {
        if (state.last_probe && now < *state.last_probe + limits_.probe_every)
            return Admission::Skip;
        state.last_probe = now;
        return Admission::Probe;
    });
}

std::uint64_t ZoneHealth::begin(const Promise<Listing>& waiting)
{
    const auto now = clock_.now();
    return state_.with([&](State& state) {
        const auto question = state.next++;
        state.open.emplace(question, Question{now, waiting});
        return question;
    });
}

void ZoneHealth::answered(std::uint64_t question)
{
    const auto now = clock_.now();
    const bool tell_of_it = state_.with([&](State& state) {
        state.open.erase(question);
        state.misses = 0;
        state.last_answer = now;
        silent_ = false;
        return std::exchange(state.told_silent, false);
    });
    if (tell_of_it)
        tell_({zone_, std::nullopt, zone_ + " answers again", 1});
}

void ZoneHealth::unanswered(std::uint64_t question, const List& list)
{
    const auto waiting = state_.with([&](State& state) -> std::optional<Waiting> {
        // A question that was given up may fail later: it counts once.
        if (state.open.erase(question) == 0 || silent_ ||
            ++state.misses < limits_.silent_after)
            return std::nullopt;
        return fall_silent(state);
    });
    release(waiting, list);
}

void ZoneHealth::ended(std::uint64_t question)
{
    state_.with([&](State& state) { state.open.erase(question); });
}

void ZoneHealth::look(const List& list)
{
    const auto waiting = state_.with([&](State& state) -> std::optional<Waiting> {
        if (silent_ || !is_overdue(state))
            return std::nullopt;
        return fall_silent(state);
    });
    release(waiting, list);
}

void ZoneHealth::unusable(Unusable why, const List& list, const std::string& answered)
{
    const auto now = clock_.now();
    const auto times = state_.with([&](State& state) -> std::uint64_t {
        auto& told = state.told[why];
        ++told.times;
        if (told.at && now < *told.at + limits_.tell_every)
            return 0;
        told.at = now;
        if (why == Unusable::NotWaitedFor)
            state.told_silent = true;
        return std::exchange(told.times, 0);
    });
    if (times > 0)
        tell_({zone_, why, sentence(why, list, answered), times});
}

bool ZoneHealth::is_silent() const
{
    return silent_;
}

// Many connections at once must not each wait for all of their time before the first
// of them says that there was no answer.
bool ZoneHealth::is_overdue(const State& state) const
{
    const auto now = clock_.now();
    const auto count = std::ranges::count_if(state.open, [&](const auto& entry) {
        const auto begun = entry.second.begun;
        return begun > state.last_answer && begun + limits_.overdue <= now;
    });
    return count >= limits_.silent_after;
}

ZoneHealth::Waiting ZoneHealth::fall_silent(State& state)
{
    silent_ = true;
    state.misses = 0;
    state.last_probe.reset(); // the next question is one
    Waiting waiting;
    for (const auto& [number, question] : state.open)
        waiting.push_back(question.waiting);
    return waiting;
}

// Outside the lock: whoever follows a promise may come back here.
void ZoneHealth::release(const std::optional<Waiting>& waiting, const List& list)
{
    if (!waiting)
        return;
    for (const auto& promise : *waiting)
        promise.set(Unusable::NotWaitedFor);
    unusable(Unusable::NotWaitedFor, list, {});
}

Health::Health(const Clock& clock, ZoneHealth::Tell tell, const HealthLimits& limits)
    : clock_{clock}, tell_{std::move(tell)}, limits_{limits}
{
}

std::shared_ptr<ZoneHealth> Health::zone(const std::string& name)
{
    return zones_.with([&](auto& zones) {
        auto& zone = zones[name];
        if (!zone)
            zone = std::make_shared<ZoneHealth>(name, clock_, limits_, tell_);
        return zone;
    });
}

} // namespace mailreeve::rbl
