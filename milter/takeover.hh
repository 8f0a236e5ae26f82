// How a new daemon takes the listener from the one it replaces, while mail goes on.
//
//   new                                   old
//   T or I      ------------------------>          take over; or only if you are
//   stopping
//               <------------------------ Y + descriptors of listener and lock; or N
//   (starts; both accept from the one queue of the listener)
//   S or s      ------------------------>          drain (s: I listen elsewhere)
//               <------------------------ D        accepts nothing more
//   (proves to itself that it answers)
//   G           ------------------------>          good: finish your messages and go
//
// If the new one dies before G, the old one goes on as before.
#pragma once

#include "mailreeve/base/descriptor.hh"
#include "milter/state_directory.hh"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace mailreeve::milter {

enum class TakeOver {
    Always,
    IfStopping, // a daemon that serves is left alone
};

enum class Keeps { Listener, Nothing };

// The side of the new process. Throws StartRefused when the old one does not play its
// part.
class Predecessor {
public:
    // Nothing when no daemon answers in this state directory.
    static std::optional<Predecessor> find(const StateDirectory& state, TakeOver when);

    // Once each, in this order. An old process that has gone meanwhile, by itself or by
    // force, has done all that is asked of it.
    Descriptor take_listener() { return std::move(listener_); }
    Descriptor take_lock() { return std::move(lock_); }
    void drain(Keeps keeps) const;
    void dismiss();

private:
    explicit Predecessor(Descriptor connection) : connection_{std::move(connection)} {}

    Descriptor connection_;
    Descriptor listener_;
    Descriptor lock_;
};

// What the old process does when it is asked.
struct Heritage {
    std::function<bool()> is_stopping;
    int listener = -1;
    int lock = -1;
    std::function<void()> pause;                // accept nothing more
    std::function<void()> resume;               // the successor has failed: go on
    std::chrono::milliseconds patience{60'000}; // for each word of the successor
};

// Serves one successor, over a connection of our own user's. What it keeps, if it has
// taken over; nothing if we go on.
std::optional<Keeps> hand_over(const Descriptor& connection, const Heritage& heritage);

// Where successors come to: a socket in the state directory.
class TakeoverDoor {
public:
    // Throws StartRefused.
    explicit TakeoverDoor(const StateDirectory& state);

    // The next one who comes; none when `stop` is requested.
    Descriptor accept(const std::stop_token& stop) const;

private:
    Descriptor socket_;
};

} // namespace mailreeve::milter
