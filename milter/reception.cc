#include "milter/reception.hh"

#include <utility>

namespace mailreeve::milter {

namespace {

void add_process(control::Status& to, const Status& from)
{
    to.version = from.version;
    to.process = from.process;
    to.phase = name(from.phase);
    to.started = from.started;
    to.uptime = from.uptime;
    to.reloads = from.reloads;
    to.reloads_failed = from.reloads_failed;
    to.listen = from.listen;
    to.accepting = !from.intake_shut;
    to.sessions = from.inside.sessions;
    to.sessions_limit = from.limits.sessions;
    to.messages = from.inside.messages;
    to.messages_limit = from.limits.work;
    to.descriptors = from.descriptors;
    to.descriptors_limit = from.descriptor_limit;
    to.resident_bytes = from.resident_bytes;
}

control::DomainStatus told(const mail::Domain& domain, const bounce::Standing& standing)
{
    return {domain.text(), std::string{bounce::name(standing.now)},
            std::string{bounce::name(standing.configured)},
            standing.until ? control::utc(*standing.until) : std::string{}};
}

} // namespace

control::Status Reception::status() const
{
    control::Status status;
    add_process(status, daemon_.status());
    const auto snapshot = filter_.current();
    status.configuration = filter_.file();
    status.generation = snapshot->generation();
    status.mode =
        snapshot->settings().mode == policy::Mode::Observe ? "observe" : "filter";
    status.log_dropped = log_.statistics().dropped;
    status.verdicts = filter_.verdicts();
    status.bounces = {filter_.signing_key(), filter_.stamps(), filter_.bounces(), {}};
    for (const auto& domain : snapshot->settings().local.domains)
        status.bounces.domains.push_back(told(domain, filter_.standing(domain)));
    status.dns = filter_.dns();
    for (const auto& list : snapshot->lists())
        status.lists.push_back({list->name, list->zone, filter_.is_silent(list->zone)});
    return status;
}

control::Reload Reception::reload()
{
    auto done = daemon_.reload();
    return {done.done, done.generation, std::move(done.text),
            std::move(done.needs_restart)};
}

} // namespace mailreeve::milter
