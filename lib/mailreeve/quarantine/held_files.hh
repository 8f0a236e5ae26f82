// The directory of kept messages, to be looked into: by the daemon and by a command
// beside it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/descriptor.hh"
#include "mailreeve/crypto/master_keys.hh"
#include "mailreeve/quarantine/file.hh"
#include "mailreeve/quarantine/file_name.hh"
#include "mailreeve/store/store_error.hh"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::quarantine {

// Where it is, below the daemon's state directory.
MAILREEVE_API std::filesystem::path held_directory(const std::filesystem::path& state);

// Everything in it is reached through one descriptor, so nobody can exchange the
// directory under our hands. Thread-safe.
class MAILREEVE_API HeldFiles {
public:
    // Nothing when there is none. It must be a directory of ours, no link, that nobody
    // else may enter. Throws store::StoreError.
    static std::optional<HeldFiles> open(const std::filesystem::path& path);

    // The same, made if it is missing (0700) and its name durable; the one above it
    // must be there.
    static HeldFiles make(const std::filesystem::path& path);

    // Those that are complete, and those that were set aside; oldest first. Throws
    // store::StoreError.
    std::vector<FileName> names() const;

    // Those that somebody is writing, or was when he died.
    std::vector<std::string> unfinished() const;

    // Opens one and reads its metadata. Throws Unreadable, also when another message
    // lies under this name; store::StoreError: CannotOpen when it is gone, Unsafe when
    // it is no regular file of ours, has a second name or is open to others.
    FileReader read(const FileName& name, const crypto::MasterKeys& keys) const;

    // 0 when it is gone.
    std::uint64_t size(const FileName& name) const;

    const std::filesystem::path& path() const { return path_; }
    int descriptor() const { return directory_.number(); }

private:
    HeldFiles(std::filesystem::path path, Descriptor directory);

    Descriptor open_checked(const FileName& name) const;
    std::vector<std::string> entries() const;

    std::filesystem::path path_;
    Descriptor directory_;
};

} // namespace mailreeve::quarantine
