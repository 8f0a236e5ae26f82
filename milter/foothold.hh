// What a daemon holds on to before it can serve: its state directory, the lock on it,
// the listener, and the daemon that it replaces, if there is one.
#pragma once

#include "milter/listener.hh"
#include "milter/notify.hh"
#include "milter/state_directory.hh"
#include "milter/takeover.hh"
#include "snapshot/start_settings.hh"

#include <optional>
#include <vector>

namespace mailreeve::milter {

// The name under which systemd holds a listener of ours over a restart.
inline constexpr auto kept_socket = "mailreeve-kept";

struct Foothold {
    StateDirectory state;
    InstanceLock lock;
    Listener listener;
    std::optional<Predecessor> predecessor;
};

// Listeners are looked for at systemd's, then at the daemon that is replaced, and
// opened otherwise; one that is not where `listen` says is not used. Throws
// StartRefused.
Foothold gain_foothold(const snapshot::StartSettings& settings,
                       std::vector<PassedSocket> passed, TakeOver when,
                       const Notifier& notifier);

} // namespace mailreeve::milter
