// A segment: the database file of one day or one month, told by its name.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace mailreeve::store {

enum class Period {
    Day,   // 2026-11-22.db
    Month, // 2026-11.db
};

// Days of UTC, so that a name means the same time on every host and all year.
struct Segment {
    std::string name; // "2026-11-22.db"
    std::chrono::sys_days begins;
    std::chrono::sys_days ends; // the first day after it

    bool operator==(const Segment&) const = default;
};

// The segment that a row of that time belongs to.
MAILREEVE_API Segment segment_of(WallTime when, Period period);

// A file that belongs to a segment.
struct SegmentFile {
    enum class Part {
        Database,
        Log,     // -wal and -shm, of the database or of a damaged one
        Damaged, // what set_aside() made of it
    };
    Segment segment;
    Part part = Part::Database;
    std::filesystem::path path;
};

// What a file of that name is; nothing when it is no segment's. Strict: a name that
// store does not write is not ours to read or to remove.
MAILREEVE_API std::optional<SegmentFile> segment_file(const std::filesystem::path& path,
                                                      Period period);

// All of them in `directory`, newest period first; none when it cannot be read, which
// `error` says. Touches nothing.
std::vector<SegmentFile> segment_files(const std::filesystem::path& directory,
                                       Period period, std::error_code& error);

} // namespace mailreeve::store
