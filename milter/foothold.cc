#include "milter/foothold.hh"

#include "milter/start_refused.hh"

#include <utility>
#include <variant>

namespace mailreeve::milter {

namespace {

using snapshot::Inherited;
using snapshot::StartSettings;

// One of those that systemd passed, if it is the one that the settings name.
std::optional<Listener> passed_listener(const StartSettings& settings,
                                        std::vector<PassedSocket>& passed,
                                        const Notifier& notifier)
{
    const auto* inherited = std::get_if<Inherited>(&settings.listen);
    for (auto& [socket, name] : passed) {
        const bool kept = name == kept_socket;
        const bool by_number =
            inherited != nullptr && inherited->descriptor == socket.number();
        auto listener =
            Listener::adopt(std::move(socket),
                            kept ? Listener::Source::Kept : Listener::Source::Systemd);
        const bool meant = by_number || listener.address() == text(settings.listen);
        if (meant && (!kept || listener.is_reachable()))
            return listener;
        if (!kept)
            throw StartRefused{Exit::Configuration,
                               "systemd listens on " + listener.address() +
                                   ", the configuration says " + text(settings.listen),
                               "make ListenStream= of mailreeve.socket and \"listen\" "
                               "of mailreeve.yaml the same"};
        notifier.forget(kept_socket); // of another configuration
    }
    return std::nullopt;
}

std::optional<Listener> inherited_listener(const StartSettings& settings,
                                           std::optional<Predecessor>& predecessor)
{
    if (!predecessor)
        return std::nullopt;
    auto listener =
        Listener::adopt(predecessor->take_listener(), Listener::Source::Predecessor);
    if (listener.address() != text(settings.listen) || !listener.is_reachable())
        return std::nullopt;
    return listener;
}

Listener find_listener(const StartSettings& settings, std::vector<PassedSocket>& passed,
                       std::optional<Predecessor>& predecessor,
                       const Notifier& notifier)
{
    if (auto listener = passed_listener(settings, passed, notifier))
        return std::move(*listener);
    if (auto listener = inherited_listener(settings, predecessor))
        return std::move(*listener);
    return Listener::open(settings.listen, settings.listen_group,
                          static_cast<int>(settings.limits.backlog));
}

} // namespace

Foothold gain_foothold(const StartSettings& settings, std::vector<PassedSocket> passed,
                       TakeOver when, const Notifier& notifier)
{
    StateDirectory state{settings.state};
    std::optional<Predecessor> predecessor;
    auto lock = InstanceLock::take(state);
    if (!lock) {
        predecessor = Predecessor::find(state, when);
        if (!predecessor)
            throw StartRefused{
                Exit::CannotCreate,
                "mailreeve runs already: " + InstanceLock::holder(state) + " uses " +
                    state.path().string(),
                "mailreeve -t takes over from it"};
        lock.emplace(predecessor->take_lock());
    }
    auto listener = find_listener(settings, passed, predecessor, notifier);
    return {std::move(state), std::move(*lock), std::move(listener),
            std::move(predecessor)};
}

} // namespace mailreeve::milter
