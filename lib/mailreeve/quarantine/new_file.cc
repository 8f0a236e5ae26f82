#include "mailreeve/quarantine/new_file.hh"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace mailreeve::quarantine {

namespace {

constexpr std::size_t write_size = std::size_t{128} * 1024;

[[noreturn]] void fail(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

} // namespace

NewFile::NewFile(const HeldFiles& files, const Id& id)
    : files_{files}, id_{id}, name_{unfinished_name(id)},
      file_{::openat(files.descriptor(), name_.c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)}
{
    if (!file_)
        fail("cannot make a file");
    // Where files have no locks nobody else has one either.
    (void)::flock(file_.number(), LOCK_EX | LOCK_NB);
}

NewFile::~NewFile()
{
    if (!name_.empty())
        ::unlinkat(files_.descriptor(), name_.c_str(), 0);
}

void NewFile::write(crypto::ByteView bytes)
{
    gathered_.insert(gathered_.end(), bytes.begin(), bytes.end());
    if (gathered_.size() >= write_size)
        flush();
}

void NewFile::flush()
{
    for (crypto::ByteView left{gathered_}; !left.empty();) {
        const auto done = ::write(file_.number(), left.data(), left.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            fail("cannot write");
        left = left.subspan(static_cast<std::size_t>(done));
    }
    gathered_.clear();
}

void NewFile::publish()
{
    flush();
    if (::fsync(file_.number()) != 0)
        fail("cannot sync");
    take_name();
    if (::fsync(files_.descriptor()) != 0)
        fail("cannot sync the directory");
    name_.clear();
}

void NewFile::take_name()
{
    const int directory = files_.descriptor();
    for (unsigned number = 1; number <= FileName::max_number; ++number) {
        auto name = FileName{id_, number, false}.text();
        if (::renameat2(directory, name_.c_str(), directory, name.c_str(),
                        RENAME_NOREPLACE) == 0) {
            name_ = std::move(name);
            return;
        }
        if (errno != EEXIST)
            break;
    }
    fail("cannot name the file");
}

void remove_left_over(const HeldFiles& files)
{
    for (const auto& name : files.unfinished()) {
        const Descriptor file{
            ::openat(files.descriptor(), name.c_str(),
                     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
        if (file && ::flock(file.number(), LOCK_EX | LOCK_NB) != 0 &&
            errno == EWOULDBLOCK)
            continue; // a process that we take over from is writing it
        ::unlinkat(files.descriptor(), name.c_str(), 0);
    }
}

} // namespace mailreeve::quarantine
