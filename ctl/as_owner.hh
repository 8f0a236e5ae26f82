// Root, for a while, with the rights of who owns a directory.
#pragma once

#include <filesystem>

#include <sys/types.h>

namespace mailreeve::ctl {

// Sees what the daemon sees, and files that the daemon's user has prepared can make
// root do no more than that user might. Nothing changes for anybody but root, where the
// directory is missing, and where it is root's. For the whole process: one at a time.
class AsOwner {
public:
    explicit AsOwner(const std::filesystem::path& directory);
    ~AsOwner();
    AsOwner(const AsOwner&) = delete;
    AsOwner& operator=(const AsOwner&) = delete;

private:
    bool changed_ = false;
    gid_t group_ = 0;
};

} // namespace mailreeve::ctl
