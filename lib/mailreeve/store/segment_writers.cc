#include "mailreeve/store/segment_writers.hh"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace mailreeve::store {

namespace {

namespace fs = std::filesystem;

void add(CommitterCounts& sum, const CommitterCounts& counts)
{
    sum.committed += counts.committed;
    sum.commits += counts.commits;
    sum.failed += counts.failed;
    sum.dropped += counts.dropped;
    sum.busy += counts.busy;
    sum.opened += counts.opened;
    sum.queued += counts.queued;
}

template <class Writers>
void end(Writers& from, typename Writers::iterator which, Writers& to)
{
    which->committer->end();
    to.push_back(std::move(*which));
    from.erase(which);
}

} // namespace

SegmentWriters::SegmentWriters(Open open, Committer::Tell tell,
                               const WriterLimits& limits)
    : open_{std::move(open)}, tell_{std::move(tell)}, limits_{limits}
{
}

Future<Commit> SegmentWriters::commit(const fs::path& file, Committer::Work work)
{
    const auto failure = [](Fault fault, std::string why) {
        return Future<Commit>::ready(NotCommitted{fault, std::move(why)});
    };
    return state_.with([&](State& state) {
        try {
            if (auto* const writer = writer_of(state, file))
                return writer->commit(std::move(work));
        } catch (const std::system_error& error) {
            return failure(Fault::Other, file.string() + ": " + error.what());
        }
        return failure(Fault::Busy, file.string() + ": " +
                                        std::to_string(limits_.closing) +
                                        " other files are still being closed");
    });
}

Committer* SegmentWriters::writer_of(State& state, const fs::path& file) const
{
    end_unused(state);
    ++state.turn;
    const auto found = std::ranges::find(state.open, file, &Writer::file);
    if (found != state.open.end()) {
        found->used = state.turn;
        return found->committer.get();
    }
    return begin(state, file);
}

Committer* SegmentWriters::begin(State& state, const fs::path& file) const
{
    if (state.closing.size() >= limits_.closing)
        return nullptr;
    if (state.open.size() >= limits_.open)
        end(state.open, std::ranges::min_element(state.open, {}, &Writer::used),
            state.closing);
    auto open = [this, file, look = Look::Front]() mutable {
        return open_(file, std::exchange(look, Look::Whole));
    };
    auto committer = std::make_unique<Committer>(std::move(open), tell_,
                                                 limits_.committer, FirstOpen::Needed);
    return state.open.emplace_back(Writer{file, std::move(committer), state.turn})
        .committer.get();
}

// Those of days gone by, and what is left of those that have ended. One that was used a
// moment ago stays: around midnight both days get work in turns.
void SegmentWriters::end_unused(State& state) const
{
    std::erase_if(state.closing, [&](const Writer& writer) {
        const bool ended = writer.committer->has_ended();
        if (ended)
            add(state.past, writer.committer->counts());
        return ended;
    });
    for (;;) {
        const auto unused = std::ranges::find_if(state.open, [&](const Writer& writer) {
            return state.turn - writer.used > limits_.linger;
        });
        if (unused == state.open.end())
            return;
        end(state.open, unused, state.closing);
    }
}

void SegmentWriters::close(const fs::path& file)
{
    std::vector<Writer> closing; // waited for without the lock
    state_.with([&](State& state) {
        for (auto* const writers : {&state.open, &state.closing})
            for (auto& writer : *writers)
                if (writer.file == file)
                    closing.push_back(std::move(writer));
        for (auto* const writers : {&state.open, &state.closing})
            std::erase_if(*writers,
                          [](const Writer& writer) { return !writer.committer; });
    });
    for (auto& writer : closing) {
        writer.committer->finish();
        const auto counts = writer.committer->counts();
        state_.with([&](State& state) { add(state.past, counts); });
    }
}

CommitterCounts SegmentWriters::counts() const
{
    return state_.with([](const State& state) {
        auto sum = state.past;
        for (const auto* const writers : {&state.open, &state.closing})
            for (const auto& writer : *writers)
                add(sum, writer.committer->counts());
        return sum;
    });
}

} // namespace mailreeve::store
