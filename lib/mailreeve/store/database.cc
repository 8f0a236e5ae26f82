#include "mailreeve/store/database.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/store/directory.hh"
#include "mailreeve/store/statement.hh"

#include <cassert>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::store {

namespace {

namespace fs = std::filesystem;

Fault fault_of_code(sqlite3* handle, int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Fault::Busy;
    case SQLITE_FULL:
        return Fault::Full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Fault::Corrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return Fault::ReadOnly;
    case SQLITE_CANTOPEN:
        return Fault::CannotOpen;
    case SQLITE_IOERR: // an SQLite that runs out of quota says so only in errno
        return handle != nullptr &&
                       fault_of_errno(sqlite3_system_errno(handle)) == Fault::Full
                   ? Fault::Full
                   : Fault::Other;
    default:
        return Fault::Other;
    }
}

StoreError refused(const fs::path& path, Fault fault)
{
    return {fault, path.string() + ": " + std::system_category().message(errno)};
}

// Looks at the file, which it makes if it may. SQLite itself would follow a symbolic
// link and create with the umask's mode. Neither opens the file for real: whoever
// closes it takes away the locks of every connection that this process has to it
// (SQLite, "How To Corrupt", 2.2). mknod() needs no rights for a plain file.
struct stat check_file(const fs::path& path, Access access)
{
    const bool writes = access == Access::ReadWrite;
    if (writes && ::mknod(path.c_str(), S_IFREG | 0600, 0) != 0 && errno != EEXIST)
        throw refused(path, errno == EACCES ? Fault::ReadOnly : fault_of_errno(errno));
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0)
        throw refused(path, fault_of_errno(errno));
    if (S_ISDIR(found.st_mode))
        throw StoreError{Fault::CannotOpen, path.string() + " is a directory"};
    if (!S_ISREG(found.st_mode) || found.st_uid != ::geteuid() || found.st_nlink != 1 ||
        (found.st_mode & 077U) != 0)
        throw StoreError{Fault::Unsafe, path.string() +
                                            " must be a plain file with mode 0600 that "
                                            "belongs to the user that runs mailreeve"};
    if (::faccessat(AT_FDCWD, path.c_str(), writes ? R_OK | W_OK : R_OK, AT_EACCESS) !=
        0)
        throw refused(path, writes ? Fault::ReadOnly : Fault::CannotOpen);
    return found;
}

bool has_log(const fs::path& path)
{
    struct stat found {};
    const auto log = path.string() + "-wal";
    return ::lstat(log.c_str(), &found) == 0 && found.st_size > 0;
}

// As SQLite reads it (uri.html): what could mean anything there is encoded.
std::string immutable_uri(const fs::path& path)
{
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view plain = "-._/";
    std::string uri{"file://"};
    for (const char c : fs::absolute(path).lexically_normal().string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (ascii::is_alnum(c) || plain.find(c) != std::string_view::npos)
            uri += c;
        else
            uri.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
    return uri + "?immutable=1";
}

int open_flags(Access access)
{
    constexpr int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    return always |
           (access == Access::ReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
}

// A file without a log is all there is, and SQLite is told that it stays so.
sqlite3* open_handle(const fs::path& path, Access access)
{
    const bool still = access == Access::LookOnly && !has_log(path);
    const auto name = still ? immutable_uri(path) : path.string();
    const int flags = open_flags(access) | (still ? SQLITE_OPEN_URI : 0);
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
    if (code == SQLITE_OK)
        return handle;
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> unopened{handle,
                                                               sqlite3_close_v2};
    throw error_of(handle, code, "open " + path.string());
}

// RELIABILITY S06, S08: what a damaged or planted file may not make SQLite do.
void harden(sqlite3* handle)
{
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

std::string pragma(std::string_view name, std::int64_t value)
{
    return "PRAGMA " + std::string{name} + "=" + std::to_string(value);
}

std::int64_t page_bytes(Database& database)
{
    Statement ask{database, "PRAGMA page_size"};
    auto rows = ask.rows();
    return rows.next() ? rows.integer(0) : 4096;
}

void set_up_writing(Database& database, const Opening& opening)
{
    Statement wal{database, "PRAGMA journal_mode=WAL"};
    auto rows = wal.rows();
    if (!rows.next() || rows.text(0, 16) != "wal")
        throw StoreError{Fault::ReadOnly,
                         database.path().string() +
                             ": the file system does not allow a write-ahead log; "
                             "mailreeve's state needs a local one"};
    database.run(opening.durability == Durability::Full ? "PRAGMA synchronous=FULL"
                                                        : "PRAGMA synchronous=NORMAL");
    const auto pages = opening.max_bytes / page_bytes(database);
    Statement{database, pragma("max_page_count", pages)}.run();
    Statement{database, pragma("journal_size_limit", opening.wal_bytes)}.run();
}

} // namespace

StoreError error_of(sqlite3* handle, int code, const std::string& doing)
{
    const char* const words =
        handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    return {fault_of_code(handle, code), doing + ": " + words};
}

void Database::Close::operator()(sqlite3* handle) const noexcept
{
    sqlite3_close_v2(handle);
}

Database::Database(fs::path path, const Opening& opening) : path_{std::move(path)}
{
    check_directory(path_.has_parent_path() ? path_.parent_path() : fs::path{"."});
    const auto found = check_file(path_, opening.access);
    device_ = found.st_dev;
    inode_ = found.st_ino;
    handle_.reset(open_handle(path_, opening.access));
    harden(handle_.get());
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(opening.patience.count()));
    if (opening.access == Access::ReadWrite)
        set_up_writing(*this, opening);
    else
        run("PRAGMA query_only=1");
}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

Database& Database::operator=(Database&& other) noexcept
{
    prepared_.clear(); // before the handle that they hang on
    path_ = std::move(other.path_);
    handle_ = std::move(other.handle_);
    prepared_ = std::move(other.prepared_);
    device_ = other.device_;
    inode_ = other.inode_;
    return *this;
}

void Database::run(const char* sql)
{
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        throw error_of(handle(), code, path_.string() + ": " + sql);
}

Statement& Database::prepared(std::string_view sql)
{
    const auto found = prepared_.find(sql);
    if (found != prepared_.end())
        return *found->second;
    assert(prepared_.size() < max_prepared);
    return *prepared_.emplace(std::string{sql}, std::make_unique<Statement>(*this, sql))
                .first->second;
}

std::optional<std::string> Database::damage()
{
    constexpr std::size_t max_words = 1000;
    Statement check{*this, "PRAGMA quick_check(1)"};
    auto rows = check.rows();
    if (!rows.next())
        return "the check gave no answer";
    auto words = rows.text(0, max_words);
    return words == "ok" ? std::nullopt : std::optional{std::move(words)};
}

bool Database::is_in_place() const
{
    struct stat found {};
    return ::lstat(path_.c_str(), &found) == 0 && found.st_dev == device_ &&
           found.st_ino == inode_;
}

} // namespace mailreeve::store
