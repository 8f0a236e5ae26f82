// A database in files by day or by month: old rows go by the removal of files.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/store/segment.hh"
#include "mailreeve/store/segment_readers.hh"
#include "mailreeve/store/segment_writers.hh"

#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace mailreeve::store {

struct SegmentPlan {
    Period period = Period::Day;
    Opening opening;                 // for writing; the patience is the committers'
    std::span<const Schema> schemas; // of every file; must outlive the Segments
    WriterLimits writers = {};
    ReaderLimits readers = {};
};

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
class MAILREEVE_API Segments {
public:
    // Makes the directory (0700; the one above it must be there). `tell` hears of
    // failed writes and damaged files, on the committers' threads: bound its rate.
    // Throws StoreError.
    Segments(std::filesystem::path directory, const SegmentPlan& plan,
             Committer::Tell tell);

    // Does what has been queued.
    ~Segments();
    Segments(const Segments&) = delete;
    Segments& operator=(const Segments&) = delete;

    // Opens the segment of that time for writing, makes it if it is missing, and closes
    // it again: what a start wants to know before it promises anything. Waits for the
    // disk. Throws StoreError: Newer when a later mailreeve wrote it, Full, ...
    void prepare(WallTime when);

    // Queues work for the segment of `when`, which is made when it is missing; times in
    // any order, but many days in turns are slow. Never waits for the disk and never
    // throws: what prepare() throws is the failure of the work here.
    Future<Commit> commit(WallTime when, Committer::Work work);

    using Read = std::function<void(Database&)>;
    using Search = std::function<Go(Database&)>;

    // Calls `use` with the segment of `when`, not at all if there is none. What SQLite
    // or a row makes `use` throw (StoreError) ends as an incomplete search.
    SearchEnd read(WallTime when, const Read& use) const;

    // Calls `look` with every segment, newest first, until it says Stop. Goes on behind
    // one that cannot be read; a damaged one is a suspect for expire(). Behind
    // plan.readers.segments of them it looks no further, and is not complete.
    SearchEnd search(const Search& look) const;

    // The same for those alone that hold times from `from` to `to`, both included.
    SearchEnd search(WallTime from, WallTime to, const Search& look) const;

    // Removes the files of segments whose whole period lies before `before`, damaged
    // ones too, and nothing else. Then sets aside those that a search found damaged,
    // which `tell` hears of: a later repair may read them. May wait for the disk: for a
    // maintenance thread. Returns the databases that went. Throws StoreError when one
    // cannot be removed, after it has tried them all.
    std::vector<std::filesystem::path> expire(WallTime before);

    // The segments that there are, newest first, without damaged ones. Throws
    // StoreError when the directory cannot be read.
    std::vector<std::filesystem::path> list() const;

    const std::filesystem::path& directory() const { return directory_; }
    CommitterCounts counts() const;

private:
    Database open(const std::filesystem::path& file, Look look);
    SearchEnd look_into(const std::vector<SegmentFile>& files,
                        const Search& look) const;
    std::vector<SegmentFile> files() const;
    void set_aside_damaged();
    void tell_set_aside(const std::filesystem::path& file, const SetAside& aside) const;

    std::filesystem::path directory_;
    SegmentPlan plan_;
    Committer::Tell tell_;
    mutable SegmentReaders readers_;
    mutable Guarded<std::set<std::filesystem::path>> suspects_; // found damaged
    SegmentWriters writers_; // last: its threads use the above
};

} // namespace mailreeve::store
