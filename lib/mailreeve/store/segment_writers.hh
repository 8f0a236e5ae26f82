// The committers of segments: a few at a time, begun and ended as time goes on.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/store/committer.hh"
#include "mailreeve/store/sound.hh"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace mailreeve::store {

struct WriterLimits {
    CommitterLimits committer;
    std::size_t open = 3;       // committers that take work
    std::size_t closing = 20;   // committers that finish theirs
    std::uint64_t linger = 100; // pieces of work that others get before one ends
};

// Thread-safe. Nothing here waits for the disk, but close() and the destructor.
class SegmentWriters {
public:
    // Front: the first time that a committer opens its file. Whole: when it must open
    // it again, because it was damaged or gone.
    using Open = std::function<Database(const std::filesystem::path&, Look)>;

    SegmentWriters(Open open, Committer::Tell tell, const WriterLimits& limits);

    // Queues it with the file's committer, which is begun if there is none. A file that
    // cannot be opened, too many that are still closing and a lack of threads are
    // failures of the work.
    Future<Commit> commit(const std::filesystem::path& file, Committer::Work work);

    // Ends the file's committer, if it has one, and waits until it has done its work.
    void close(const std::filesystem::path& file);

    // Sums over all that there have been; `queued` is what waits now.
    CommitterCounts counts() const;

private:
    struct Writer {
        std::filesystem::path file;
        std::unique_ptr<Committer> committer;
        std::uint64_t used = 0; // the turn in which it last got work
    };
    struct State {
        std::vector<Writer> open;
        std::vector<Writer> closing;
        std::uint64_t turn = 0;
        CommitterCounts past; // of committers that are gone
    };

    Committer* writer_of(State& state, const std::filesystem::path& file) const;
    Committer* begin(State& state, const std::filesystem::path& file) const;
    void end_unused(State& state) const;

    Open open_;
    Committer::Tell tell_;
    WriterLimits limits_;
    Guarded<State> state_;
};

} // namespace mailreeve::store
