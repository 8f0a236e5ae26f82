// Reading across the segments of a directory, without a hand in their writing.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/store/segment.hh"
#include "mailreeve/store/segment_readers.hh"

#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace mailreeve::store {

// How a search ended. Not complete: the rows looked for may be where it could not look,
// so "not found" means "unknown". A segment that is missing was never needed, or has
// expired: it does not make a search incomplete, and one set aside as damaged does.
struct SearchEnd {
    bool complete = true;
    std::string why; // it is not: file and reason, of the first that failed

    bool operator==(const SearchEnd&) const = default;
};

enum class Go { On, Stop };

// Thread-safe.
class MAILREEVE_API SegmentSearch {
public:
    // `schemas` must outlive it. The directory need not be there.
    SegmentSearch(std::filesystem::path directory, Period period,
                  std::span<const Schema> schemas, const ReaderLimits& limits);

    using Read = std::function<void(Database&)>;
    using Search = std::function<Go(Database&)>;

    // Calls `use` with the segment of `when`, not at all if there is none. What SQLite
    // or a row makes `use` throw (StoreError) ends as an incomplete search.
    SearchEnd read(WallTime when, const Read& use) const;

    // Calls `look` with every segment, newest first, until it says Stop. Goes on behind
    // one that cannot be read; a damaged one is remembered for take_damaged(). Behind
    // limits.segments of them it looks no further, and is not complete. A directory
    // that cannot be read is an incomplete search.
    SearchEnd search(const Search& look) const;

    // The same for those alone that hold times from `from` to `to`, both included.
    SearchEnd search(WallTime from, WallTime to, const Search& look) const;

    // Every file of a segment, newest first. Throws StoreError when the directory
    // cannot be read.
    std::vector<SegmentFile> files() const;

    // The databases that were found damaged since the last call.
    std::set<std::filesystem::path> take_damaged() { return damaged_.exchange({}); }

    // Closes what is open to that segment (SegmentReaders::close).
    void close(const std::filesystem::path& file) const { readers_.close(file); }

    const std::filesystem::path& directory() const { return directory_; }

private:
    Go look_at(const SegmentFile& file, const Search& look, SearchEnd& end) const;
    SearchEnd look_into(const std::vector<SegmentFile>& files,
                        const Search& look) const;

    std::filesystem::path directory_;
    Period period_;
    ReaderLimits limits_;
    mutable SegmentReaders readers_;
    mutable Guarded<std::set<std::filesystem::path>> damaged_;
};

} // namespace mailreeve::store
