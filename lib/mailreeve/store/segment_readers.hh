// The read-only connections to segments: a number of them stays open.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/store/migrations.hh"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mailreeve::store {

struct ReaderLimits {
    // That nobody uses at the moment: a segment each of two months. Of more segments
    // the newest stay open, the others are opened for one search alone.
    std::size_t open = 64;
    std::size_t segments = 400; // that one search looks into: a year of days
    std::chrono::milliseconds patience{500};
    Access access = Access::ReadOnly; // LookOnly: an old file is refused, not renewed
};

// Thread-safe: each connection serves one caller at a time.
class SegmentReaders {
public:
    // `schemas` must outlive it.
    SegmentReaders(std::span<const Schema> schemas, const ReaderLimits& limits);

    // Calls `use` with a connection, unless the file holds no tables yet. Makes no
    // database, but SQLite may put its -wal and -shm beside one. A file of an earlier
    // mailreeve is first brought up to date. Throws StoreError, and what `use` throws.
    void read(const std::filesystem::path& file,
              const std::function<void(Database&)>& use);

    // Closes what is open to it now, but what somebody uses only after that.
    void close(const std::filesystem::path& file);

    std::size_t open() const; // connections that nobody uses

private:
    // By file, the newest first: segments of one directory sort as their periods do.
    using Idle = std::map<std::string, std::vector<Database>, std::greater<>>;

    static Database take_out(Idle& idle, Idle::iterator from);
    static Idle::iterator least_needed(Idle& idle);

    std::optional<Database> take(const std::filesystem::path& file);
    std::optional<Database> open(const std::filesystem::path& file) const;
    void put_back(Database database);

    std::span<const Schema> schemas_;
    ReaderLimits limits_;
    Guarded<Idle> idle_;
};

} // namespace mailreeve::store
