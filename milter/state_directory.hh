// The directory of everything that outlives the daemon, and the lock that keeps a
// second daemon out of it.
#pragma once

#include "mailreeve/base/descriptor.hh"

#include <filesystem>
#include <optional>
#include <string>

namespace mailreeve::milter {

// Every directory above `path` must belong to root or to us, and nobody else may put
// files into it (a sticky one, as /tmp, will do): else whoever can might exchange what
// we make there. Throws StartRefused.
void check_ancestors(const std::filesystem::path& path);

class StateDirectory {
public:
    // Made (0700) if it is missing and the one above is there. It must be a directory
    // of ours, no link, that nobody else can enter, below safe ones; not itself beside
    // everybody's files. Throws StartRefused.
    explicit StateDirectory(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }

    // A path of at most 40 bytes that leads to `name` in it while this object lives:
    // addresses of sockets have little room.
    std::string short_path(const std::string& name) const;

private:
    std::filesystem::path path_;
    Descriptor directory_;
};

// Held by the daemon that serves. The lock goes with the descriptor: whoever gets it
// from the old process (takeover.hh) holds the lock too, without a moment between.
class InstanceLock {
public:
    // Nothing when another daemon holds it. Throws StartRefused.
    static std::optional<InstanceLock> take(const StateDirectory& state);

    // One that came from the process that we replace.
    explicit InstanceLock(Descriptor file) : file_{std::move(file)} {}

    // Who holds it, for an error: "process 4711", or "another process".
    static std::string holder(const StateDirectory& state);

    int descriptor() const { return file_.number(); }

    // Writes our process id into it, for holder().
    void sign() const;

    // The lock stays with whoever has the descriptor too.
    void give_away() { file_.reset(); }

private:
    Descriptor file_;
};

} // namespace mailreeve::milter
