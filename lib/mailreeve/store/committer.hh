// The one writer of a database: commits what has gathered in one transaction.
#pragma once

#include "mailreeve/base/future.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/base/thread.hh"
#include "mailreeve/store/database.hh"

#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace mailreeve::store {

// Why a piece of work is not in the database; nothing of it is.
struct NotCommitted {
    Fault fault = Fault::Other;
    std::string why;

    bool operator==(const NotCommitted&) const = default;
};

// Empty: it is there, as durable as the database was opened for.
using Commit = std::optional<NotCommitted>;

struct CommitterLimits {
    std::size_t queue = 10'000; // pieces of work that wait; one more is dropped
    std::size_t batch = 200;    // pieces in one transaction
    int tries = 30;             // of a batch, while another process holds the lock
};

enum class FirstOpen {
    Now,    // in the constructor, which throws what it throws
    Needed, // with the first piece of work, on the committer's thread: nobody waits
};

struct CommitterCounts {
    std::uint64_t committed = 0; // pieces of work
    std::uint64_t commits = 0;   // transactions
    std::uint64_t failed = 0;
    std::uint64_t dropped = 0; // for want of room in the queue
    std::uint64_t busy = 0;    // tries that met a lock
    std::uint64_t opened = 0;  // times that the database was opened
    std::size_t queued = 0;    // now
};

// Thread-safe. Neither add() nor commit() waits for the disk. Opens the database on
// its own and again when the file turns out to be damaged or gone, and then does the
// work that failed once more: mail goes on.
class MAILREEVE_API Committer {
public:
    // Writes through the transaction that is open; it may run twice (the first run was
    // rolled back then), on the committer's thread. It may throw.
    using Work = std::function<void(Database&)>;
    using Open = std::function<Database()>;
    using Tell = std::function<void(const std::string& what)>;

    // `tell` hears of failures, on the committer's thread, one a transaction: bound its
    // rate. Throws what `open` throws, with FirstOpen::Now.
    Committer(Open open, Tell tell, const CommitterLimits& limits = {},
              FirstOpen first = FirstOpen::Now);

    // Does what has been queued, then ends. What cannot be done is told.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    // Queues; false when it had to be dropped, which is counted.
    bool add(Work work);

    // Queues; the future says how it ended. A full queue is a failure (Full) at once.
    Future<Commit> commit(Work work);

    CommitterCounts counts() const;

    // Takes no more work, does what is queued, closes the database and ends its thread,
    // without making the caller wait for it.
    void end();

    // After end(): all is done, and the destructor will not wait.
    bool has_ended() const;

    // The same as end(), and waits for it.
    void finish();

private:
    struct Piece {
        Work work;
        std::optional<Promise<Commit>> promise;
    };

    bool enqueue(Piece piece);
    void run(const std::stop_token& stop);
    bool gather(const std::stop_token& stop);
    void abandon(const std::exception& error);
    void settle(std::span<Piece> pieces, const std::stop_token& stop);
    void settle_each(std::span<Piece> pieces, const std::stop_token& stop);
    Commit write(std::span<Piece> pieces, const std::stop_token& stop);
    Commit write_once(std::span<Piece> pieces);
    void conclude(std::span<Piece> pieces, const Commit& result);
    Commit reopen();
    void say(const char* what);

    Open open_;
    Tell tell_;
    CommitterLimits limits_;
    std::optional<Database> database_; // the thread's own, as the next two
    std::vector<Piece> pieces_;        // taken from the queue
    std::size_t concluded_ = 0;        // of them; the first ones
    mutable std::mutex mutex_;         // of the four below
    std::deque<Piece> queue_;
    CommitterCounts counts_;
    bool ending_ = false;
    bool ended_ = false;
    std::condition_variable_any arrived_;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace mailreeve::store
