// The descriptor from which libmilter accepts connections, and which can be held shut.
#pragma once

#include "mailreeve/base/descriptor.hh"
#include "milter/listener.hh"
#include "milter/state_directory.hh"

#include <chrono>
#include <mutex>
#include <optional>

#include <pthread.h>

namespace mailreeve::milter {

// libmilter has one listening socket, and no way to stop accepting that leaves the open
// sessions alone (smfi_stop() ends them, FACTS 1). So it gets a duplicate F of our
// listener; dup2() of a socket to which nobody can connect over F makes it wait there,
// and connections stay in the queue of our listener: for the next process, or for us.
class Intake {
public:
    enum class Reason : unsigned {
        Draining = 1, // another process takes what comes
        Shortage = 2, // descriptors are running out
    };

    struct Options {
        std::chrono::seconds idle{600}; // of a session; libmilter's own is two hours
        int backlog = 1024;
        // Debian's libmilter takes over a descriptor; elsewhere it opens `address` by
        // itself. Tests ask for the second.
        bool by_descriptor = true;
    };

    // Gives libmilter the listener, which must outlive it. The callbacks must have been
    // registered. One in a process. Throws StartRefused.
    Intake(Listener& listener, const StateDirectory& state, const Options& options);

    // Thread-safe. Open when nothing says shut.
    void shut(Reason reason);
    void open(Reason reason);
    bool is_shut() const;

    // Accepts and serves, until libmilter gives up: it is never told to stop. Returns
    // then; sessions that are open will not be served any more.
    void serve();

private:
    void open_by_name(int backlog);
    void apply();

    Listener& listener_;
    Descriptor dead_end_; // listens where nobody can connect
    int libmilters_ = -1; // F
    mutable std::mutex mutex_;
    unsigned reasons_ = 0;
    std::optional<pthread_t> acceptor_; // libmilter's thread that waits at the entrance
};

} // namespace mailreeve::milter
