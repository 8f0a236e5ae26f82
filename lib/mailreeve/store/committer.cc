#include "mailreeve/store/committer.hh"

#include "mailreeve/store/transaction.hh"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace mailreeve::store {

Committer::Committer(Open open, Tell tell, const CommitterLimits& limits,
                     FirstOpen first)
    : open_{std::move(open)}, tell_{std::move(tell)}, limits_{limits}
{
    pieces_.reserve(limits_.batch); // its thread then takes work without memory
    if (first == FirstOpen::Now) {
        database_.emplace(open_());
        counts_.opened = 1;
    }
    thread_ = start_thread(
        "committer", [this](const std::stop_token& stop) { run(stop); },
        [this](const std::string& what) { say(what.c_str()); });
}

Committer::~Committer() = default; // the thread goes first, and finishes the queue

bool Committer::enqueue(Piece piece)
{
    {
        const std::lock_guard lock{mutex_};
        if (ending_ || queue_.size() >= limits_.queue) {
            ++counts_.dropped;
            return false;
        }
        queue_.push_back(std::move(piece));
    }
    arrived_.notify_one();
    return true;
}

bool Committer::add(Work work)
{
    return enqueue({std::move(work), std::nullopt});
}

Future<Commit> Committer::commit(Work work)
{
    const Promise<Commit> promise;
    if (!enqueue({std::move(work), promise}))
        promise.set(NotCommitted{Fault::Full, "too much waits to be written"});
    return promise.future();
}

CommitterCounts Committer::counts() const
{
    const std::lock_guard lock{mutex_};
    auto counts = counts_;
    counts.queued = queue_.size();
    return counts;
}

void Committer::end()
{
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    thread_.request_stop();
}

void Committer::finish()
{
    end();
    if (thread_.joinable())
        thread_.join();
}

bool Committer::has_ended() const
{
    const std::lock_guard lock{mutex_};
    return ended_;
}

// Mail waits for what is queued, so the thread outlives whatever a round throws.
void Committer::run(const std::stop_token& stop)
{
    while (gather(stop)) {
        try {
            settle(pieces_, stop);
        } catch (const std::exception& error) {
            abandon(error);
        }
        pieces_.clear();
    }
    database_.reset(); // closed by the thread that used it; checkpoints the log
    const std::lock_guard lock{mutex_};
    ended_ = true;
}

// Waits for work; none is left, and the end was asked for, when it says false.
bool Committer::gather(const std::stop_token& stop)
{
    std::unique_lock lock{mutex_};
    arrived_.wait(lock, stop, [this] { return !queue_.empty(); });
    const auto count =
        static_cast<std::ptrdiff_t>(std::min(queue_.size(), limits_.batch));
    std::move(queue_.begin(), queue_.begin() + count, std::back_inserter(pieces_));
    queue_.erase(queue_.begin(), queue_.begin() + count);
    concluded_ = 0;
    return count > 0;
}

// Those that have their answer keep it. Needs no memory: there may be none.
void Committer::abandon(const std::exception& error)
{
    {
        const std::lock_guard lock{mutex_};
        counts_.failed += pieces_.size() - concluded_;
    }
    say(error.what());
    for (const auto& piece : pieces_)
        if (piece.promise)
            piece.promise->set(NotCommitted{});
}

// One piece that cannot be written must not take its neighbours with it: then each
// gets a transaction of its own. A lock would be met by each of them again.
void Committer::settle(std::span<Piece> pieces, const std::stop_token& stop)
{
    const auto result = write(pieces, stop);
    if (result && result->fault != Fault::Busy && pieces.size() > 1)
        settle_each(pieces, stop);
    else
        conclude(pieces, result);
}

void Committer::settle_each(std::span<Piece> pieces, const std::stop_token& stop)
{
    for (std::size_t n = 0; n < pieces.size(); ++n)
        conclude(pieces.subspan(n, 1), write(pieces.subspan(n, 1), stop));
}

Commit Committer::write(std::span<Piece> pieces, const std::stop_token& stop)
{
    auto result = write_once(pieces);
    for (int tries = 1; result && result->fault == Fault::Busy; ++tries) {
        {
            const std::lock_guard lock{mutex_};
            ++counts_.busy;
        }
        if (tries >= limits_.tries || stop.stop_requested())
            return result;
        result = write_once(pieces);
    }
    if (!result || (result->fault != Fault::Corrupt && result->fault != Fault::Gone))
        return result;
    say(result->why.c_str());
    if (auto failure = reopen())
        return failure;
    return write_once(pieces);
}

Commit Committer::write_once(std::span<Piece> pieces)
{
    if (!database_) // the last try to open it failed
        if (auto failure = reopen())
            return failure;
    if (!database_->is_in_place())
        return NotCommitted{Fault::Gone, database_->path().string() + " is gone"};
    try {
        Transaction transaction{*database_};
        for (auto& piece : pieces)
            piece.work(*database_);
        transaction.commit();
        return {};
    } catch (const StoreError& error) {
        return NotCommitted{error.fault(), error.what()};
    } catch (const std::exception& error) {
        return NotCommitted{Fault::Other, error.what()};
    }
}

Commit Committer::reopen()
{
    database_.reset(); // the damaged file must not be open while it is set aside
    try {
        database_.emplace(open_());
    } catch (const StoreError& error) {
        return NotCommitted{error.fault(), error.what()};
    } catch (const std::exception& error) {
        return NotCommitted{Fault::Other, error.what()};
    }
    const std::lock_guard lock{mutex_};
    ++counts_.opened;
    return {};
}

void Committer::conclude(std::span<Piece> pieces, const Commit& result)
{
    {
        const std::lock_guard lock{mutex_};
        (result ? counts_.failed : counts_.committed) += pieces.size();
        counts_.commits += result ? 0U : 1U;
    }
    concluded_ += pieces.size();
    if (result)
        say(result->why.c_str());
    for (const auto& piece : pieces)
        if (piece.promise)
            piece.promise->set(result);
}

// That it cannot be told must not keep anybody waiting.
void Committer::say(const char* what)
{
    try {
        tell_(what);
    } catch (const std::exception&) {
        return;
    }
}

} // namespace mailreeve::store
