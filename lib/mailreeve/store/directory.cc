#include "mailreeve/store/directory.hh"

#include "mailreeve/base/descriptor.hh"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::store {

namespace {

namespace fs = std::filesystem;

StoreError failed(const fs::path& path)
{
    const int error = errno;
    return {fault_of_errno(error),
            path.string() + ": " + std::system_category().message(error)};
}

// A new name is only sure to be there after this.
void sync_names(const fs::path& directory)
{
    const Descriptor open{
        ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!open || ::fsync(open.number()) != 0)
        throw failed(directory);
}

fs::path directory_above(fs::path directory)
{
    if (!directory.has_filename()) // written with a slash at its end
        directory = directory.parent_path();
    return directory.has_parent_path() ? directory.parent_path() : fs::path{"."};
}

} // namespace

Fault fault_of_errno(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return Fault::Full;
    case EROFS:
        return Fault::ReadOnly;
    case ELOOP:
        return Fault::Unsafe;
    default:
        return Fault::CannotOpen;
    }
}

void check_directory(const fs::path& directory)
{
    struct stat found {};
    if (::lstat(directory.c_str(), &found) != 0)
        throw failed(directory);
    if (!S_ISDIR(found.st_mode))
        throw StoreError{Fault::Unsafe, directory.string() + " is not a directory"};
    if (found.st_uid != ::geteuid() || (found.st_mode & 077U) != 0)
        throw StoreError{Fault::Unsafe, directory.string() +
                                            " must belong to the user that runs "
                                            "mailreeve and have mode 0700"};
}

void make_directory(const fs::path& directory)
{
    if (::mkdir(directory.c_str(), 0700) == 0)
        sync_names(directory_above(directory));
    else if (errno != EEXIST)
        throw failed(directory);
    check_directory(directory);
}

} // namespace mailreeve::store
