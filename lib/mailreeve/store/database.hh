// One SQLite database file, opened the careful way.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/store/store_error.hh"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3; // sqlite3.h stays in the .cc files of this room

namespace mailreeve::store {

class Statement;

enum class Access {
    ReadWrite,
    ReadOnly, // SQLite may put a log and its index beside a file that has none
    LookOnly, // leaves no file behind; may fail while somebody begins to write to it
};

enum class Durability {
    Full,   // a commit is on disk when it returns: for what the MTA is told about
    Normal, // power loss may take the last commits, never damage the file
};

struct Opening {
    Access access = Access::ReadWrite;
    Durability durability = Durability::Normal;
    std::chrono::milliseconds patience{2000}; // for a lock that another holds
    std::int64_t max_bytes = std::int64_t{4} << 30;
    std::int64_t wal_bytes = std::int64_t{64} << 20; // what a checkpoint leaves of it
};

// Not thread-safe: one thread at a time, as the one of a Committer. Movable; what was
// moved from may only be destroyed or assigned to.
class MAILREEVE_API Database {
public:
    // Opens the file in WAL mode, making it (0600) if it is missing and may be
    // written. The directory must be ours alone (0700) and the file a regular one of
    // ours. Throws StoreError.
    explicit Database(std::filesystem::path path, const Opening& opening = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    // Runs statements of fixed text that return no rows. Throws StoreError.
    void run(const char* sql);

    // The prepared form of a fixed text, kept for the next time; it lives as long as
    // the Database. At most max_prepared texts: more of them is a bug. Throws
    // StoreError.
    Statement& prepared(std::string_view sql);

    // What PRAGMA quick_check complains of first; nothing when it does not. Reads the
    // whole file (FACTS: 1.1 s for 290 MB).
    std::optional<std::string> damage();

    // False when the path no longer names the file that is open.
    bool is_in_place() const;

    const std::filesystem::path& path() const { return path_; }
    sqlite3* handle() const { return handle_.get(); }

    static constexpr std::size_t max_prepared = 64;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };

    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<std::string, std::unique_ptr<Statement>, std::less<>> prepared_;
    std::uint64_t device_ = 0;
    std::uint64_t inode_ = 0;
};

// An error of `database`, with the SQLite code `code`, said about `doing`.
StoreError error_of(sqlite3* handle, int code, const std::string& doing);

} // namespace mailreeve::store
