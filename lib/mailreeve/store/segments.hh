// A database in files by day or by month: old rows go by the removal of files.
#pragma once

#include "mailreeve/store/segment.hh"
#include "mailreeve/store/segment_search.hh"
#include "mailreeve/store/segment_writers.hh"

#include <filesystem>
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

    // What has been written, to be read: lives as long as this object.
    const SegmentSearch& for_reading() const { return search_; }

    // As it promises.
    SearchEnd read(WallTime when, const SegmentSearch::Read& use) const
    {
        return search_.read(when, use);
    }
    SearchEnd search(const SegmentSearch::Search& look) const
    {
        return search_.search(look);
    }
    SearchEnd search(WallTime from, WallTime to,
                     const SegmentSearch::Search& look) const
    {
        return search_.search(from, to, look);
    }

    // Removes the files of segments whose whole period lies before `before`, damaged
    // ones too, and nothing else. Then sets aside those that a search found damaged,
    // which `tell` hears of: a later repair may read them. May wait for the disk: for a
    // maintenance thread. Returns the databases that went. Throws StoreError when one
    // cannot be removed, after it has tried them all.
    std::vector<std::filesystem::path> expire(WallTime before);

    // The segments that there are, newest first, without damaged ones. Throws
    // StoreError when the directory cannot be read.
    std::vector<std::filesystem::path> list() const;

    const std::filesystem::path& directory() const { return search_.directory(); }
    CommitterCounts counts() const;

private:
    Database open(const std::filesystem::path& file, Look look);
    void set_aside_damaged();
    void tell_set_aside(const std::filesystem::path& file, const SetAside& aside) const;

    SegmentPlan plan_;
    Committer::Tell tell_;
    SegmentSearch search_;
    SegmentWriters writers_; // last: its threads use the above
};

} // namespace mailreeve::store
