// The directory that holds keys: ours alone, and safe to work in as root.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/descriptor.hh"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace mailreeve::crypto {

// Everything in it is reached through one descriptor, so nobody can exchange the
// directory under our hands. Its owner is the owner of all keys: root, who may look
// into the directory of the daemon's user, makes keys for that user.
class MAILREEVE_API KeyDirectory {
public:
    // Nothing when there is none. It must be a directory of mode 0700, no link, that
    // belongs to us (or to anybody when we are root). Throws KeyRefused;
    // std::system_error when it cannot be looked at.
    static std::optional<KeyDirectory> open(const std::filesystem::path& path);

    // The same, made if it is missing: it then belongs to the owner of the directory
    // above, which must be there.
    static KeyDirectory make(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    int descriptor() const { return directory_.number(); }
    uid_t owner() const { return owner_; }
    gid_t group() const { return group_; }

    // A user's name where there is one, for a command: "mailreeve", or "107".
    std::string owner_name() const;

    // The names that start and end so, sorted; at most `max` + 1 of them, so that more
    // than `max` shows. Throws std::system_error.
    std::vector<std::string> names(const std::string& start, const std::string& end,
                                   std::size_t max) const;

    // Waits until no other process changes what is in it; ends with this object.
    void lock() const;

    // What was done in it is on disk. Throws std::system_error.
    void sync() const;

private:
    KeyDirectory(std::filesystem::path path, Descriptor directory);

    std::filesystem::path path_;
    Descriptor directory_;
    uid_t owner_ = 0;
    gid_t group_ = 0;
};

// The name of a user for a command, or the number of one that has none.
MAILREEVE_API std::string user_name(uid_t user);

} // namespace mailreeve::crypto
