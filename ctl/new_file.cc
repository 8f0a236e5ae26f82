#include "ctl/new_file.hh"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace mailreeve::ctl {

NewFile::NewFile(std::filesystem::path path)
    : path_{std::move(path)}, file_{::open(path_.c_str(),
                                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
                                               O_CLOEXEC,
                                           0600)}
{
    if (!file_)
        fail();
}

NewFile::~NewFile()
{
    if (!done_ && file_)
        ::unlink(path_.c_str());
}

void NewFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto put = ::write(file_.number(), bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            fail();
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
}

void NewFile::finish()
{
    if (::fsync(file_.number()) != 0 && errno != EINVAL)
        fail();
    done_ = true;
}

void NewFile::fail() const
{
    throw std::system_error{errno, std::generic_category(), path_.string()};
}

} // namespace mailreeve::ctl
