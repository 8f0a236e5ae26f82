#include "mailreeve/bounce/standing.hh"

namespace mailreeve::bounce {

Standing standing(const Settings& settings, const mail::Domain& domain,
                  std::optional<WallTime> since, WallTime now)
{
    const auto mode = settings.rules_for(domain).mode;
    const bool acts = mode == Mode::Liberal || mode == Mode::Strict;
    if (!acts || settings.learning == std::chrono::seconds{0})
        return {mode, mode, std::nullopt};
    if (!since)
        return {mode, Mode::Learn, std::nullopt};
    const auto until = *since + settings.learning;
    return now < until ? Standing{mode, Mode::Learn, until}
                       : Standing{mode, mode, std::nullopt};
}

std::string_view name(Mode mode)
{
    switch (mode) {
    case Mode::Off:
        return "off";
    case Mode::Learn:
        return "learn";
    case Mode::Liberal:
        return "liberal";
    case Mode::Strict:
        break;
    }
    return "strict";
}

std::string_view name(Action action)
{
    switch (action) {
    case Action::Accept:
        return "accept";
    case Action::Score:
        return "score";
    case Action::Tag:
        return "tag";
    case Action::Quarantine:
        return "quarantine";
    case Action::Reject:
        break;
    }
    return "reject";
}

} // namespace mailreeve::bounce
