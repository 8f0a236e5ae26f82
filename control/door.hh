// The control socket in the file system, and who may come in.
#pragma once

#include "mailreeve/base/descriptor.hh"

#include <filesystem>

#include <sys/types.h>

namespace mailreeve::control {

// A listening stream socket, mode 0600, that takes the place of what lay at `path`
// without a moment between. Does not remove it: a successor may have put its own there.
class Door {
public:
    // The directory must belong to root or to us, and nobody else may write into it;
    // what lies at `path` must be a socket. Throws std::runtime_error with a sentence
    // for the administrator, std::system_error.
    explicit Door(std::filesystem::path path);

    int descriptor() const { return socket_.number(); }

    // The next one who waits, non-blocking; none when nobody does, or when there is no
    // descriptor left for him.
    Descriptor accept() const;

private:
    Descriptor socket_;
};

// Root and our own user may ask.
bool may_enter(uid_t user);

// May he who is at the other end?
bool may_enter(const Descriptor& connection);

} // namespace mailreeve::control
