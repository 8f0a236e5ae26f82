#include "mailreeve/crypto/key_file.hh"

#include "mailreeve/crypto/key_refused.hh"
#include "mailreeve/crypto/octal.hh"

#include <array>
#include <cerrno>
#include <cstdio>
#include <span>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

namespace mailreeve::crypto {

namespace fs = std::filesystem;

namespace {

constexpr mode_t owner_may = S_IRUSR | S_IWUSR; // a copied key is often 0600

[[noreturn]] void fail(const fs::path& path)
{
    throw std::system_error{errno, std::generic_category(), path.string()};
}

// Wiped when it goes.
struct Text {
    std::array<char, largest_key_file + 1> bytes{};
    std::size_t size = 0;

    Text() = default;
    ~Text() { wipe(std::as_writable_bytes(std::span{bytes})); }
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;

    std::string_view view() const { return {bytes.data(), size}; }
};

void check(const struct stat& info, const fs::path& path, const KeyDirectory& directory)
{
    if (S_ISLNK(info.st_mode))
        throw KeyRefused{path, "is a symbolic link",
                         "cp --remove-destination \"$(readlink -f " + path.string() +
                             ")\" " + path.string()};
    if (!S_ISREG(info.st_mode))
        throw KeyRefused{path, "is no regular file", "rm -r " + path.string()};
    if (info.st_nlink != 1)
        throw KeyRefused{path,
                         "has " + std::to_string(info.st_nlink) +
                             " names (hard links), and so lies elsewhere too",
                         "find the others with find -samefile and remove them"};
    if (info.st_uid != directory.owner())
        throw KeyRefused{path, "belongs to " + user_name(info.st_uid),
                         "chown " + directory.owner_name() + ' ' + path.string()};
    if ((info.st_mode & 07777U & ~owner_may) != 0)
        throw KeyRefused{
            path, "is not for its owner alone (mode " + octal(info.st_mode) + ')',
            "chmod 0400 " + path.string()};
}

Descriptor open_checked(const KeyDirectory& directory, const std::string& name,
                        const fs::path& path)
{
    struct stat info {};
    if (::fstatat(directory.descriptor(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) !=
        0)
        fail(path);
    check(info, path, directory);
    Descriptor file{
        ::openat(directory.descriptor(), name.c_str(),
                 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (!file && errno == EACCES)
        throw KeyRefused{path, "cannot be read (mode " + octal(info.st_mode) + ')',
                         "chmod 0400 " + path.string()};
    // Another file may have come in between: what is open counts.
    if (!file || ::fstat(file.number(), &info) != 0)
        fail(path);
    check(info, path, directory);
    return file;
}

void read(const Descriptor& file, Text& text, const fs::path& path)
{
    while (text.size < text.bytes.size()) {
        const auto got = ::read(file.number(), text.bytes.data() + text.size,
                                text.bytes.size() - text.size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail(path);
        if (got == 0)
            return;
        text.size += static_cast<std::size_t>(got);
    }
}

void write(const Descriptor& file, std::string_view text, const fs::path& path)
{
    while (!text.empty()) {
        const auto put = ::write(file.number(), text.data(), text.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            fail(path);
        text.remove_prefix(static_cast<std::size_t>(put));
    }
}

// Takes a half-made file away again.
class Unfinished {
public:
    Unfinished(const KeyDirectory& directory, std::string name)
        : directory_{directory}, name_{std::move(name)}
    {
    }
    ~Unfinished() { ::unlinkat(directory_.descriptor(), name_.c_str(), 0); }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    const char* name() const { return name_.c_str(); }

private:
    const KeyDirectory& directory_;
    std::string name_;
};

void fill(const Descriptor& file, const KeyDirectory& directory, const StoredKey& key,
          const fs::path& path)
{
    auto text = write_key(key);
    write(file, text, path);
    wipe(std::as_writable_bytes(std::span{text}));
    if (::fchmod(file.number(), 0400) != 0 ||
        (directory.owner() != ::geteuid() &&
         ::fchown(file.number(), directory.owner(), directory.group()) != 0) ||
        ::fsync(file.number()) != 0)
        fail(path);
}

} // namespace

StoredKey read_key_file(const KeyDirectory& directory, const std::string& name,
                        const std::string& lost)
{
    const auto path = directory.path() / name;
    const auto file = open_checked(directory, name, path);
    Text text;
    read(file, text, path);
    if (text.size > largest_key_file)
        throw KeyRefused{
            path, "is larger than " + std::to_string(largest_key_file) + " bytes",
            lost};
    auto parsed = parse_key(text.view());
    if (const auto* fault = std::get_if<KeyFault>(&parsed))
        throw KeyRefused{path, std::string{words(*fault)}, lost};
    return std::get<StoredKey>(std::move(parsed));
}

bool write_key_file(const KeyDirectory& directory, const std::string& name,
                    const StoredKey& key)
{
    const auto path = directory.path() / name;
    const auto unfinished_name = '.' + name + ".new";
    const Descriptor file{::openat(directory.descriptor(), unfinished_name.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                   0400)};
    if (!file)
        fail(path);
    const Unfinished unfinished{directory, unfinished_name};
    fill(file, directory, key, path);
    if (::renameat2(directory.descriptor(), unfinished.name(), directory.descriptor(),
                    name.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return false;
        fail(path);
    }
    directory.sync();
    return true;
}

bool remove_key_file(const KeyDirectory& directory, const std::string& name)
{
    if (::unlinkat(directory.descriptor(), name.c_str(), 0) != 0) {
        if (errno == ENOENT)
            return false;
        fail(directory.path() / name);
    }
    directory.sync();
    return true;
}

} // namespace mailreeve::crypto
