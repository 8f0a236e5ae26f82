#include "ctl/as_owner.hh"

#include <cerrno>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::ctl {

AsOwner::AsOwner(const std::filesystem::path& directory)
{
    struct stat found {};
    if (::geteuid() != 0 || ::lstat(directory.c_str(), &found) != 0 ||
        found.st_uid == 0)
        return;
    group_ = ::getegid();
    if (::setegid(found.st_gid) != 0)
        throw std::system_error{errno, std::generic_category(), "setegid"};
    if (::seteuid(found.st_uid) != 0) {
        const int why = errno;
        (void)::setegid(group_);
        throw std::system_error{why, std::generic_category(), "seteuid"};
    }
    changed_ = true;
}

// What needs root and does not get it back says so by itself.
AsOwner::~AsOwner()
{
    if (changed_ && ::seteuid(0) == 0)
        (void)::setegid(group_);
}

} // namespace mailreeve::ctl
