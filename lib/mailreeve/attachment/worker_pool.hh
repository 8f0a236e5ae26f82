// The sandboxed workers that look into files, kept running and replaced when they are
// lost.
#pragma once

#include "mailreeve/attachment/unpack_settings.hh"
#include "mailreeve/attachment/unpacker.hh"
#include "mailreeve/base/api.hh"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include <sys/types.h>

namespace mailreeve::attachment {

class WorkerProcess;

// After so many requests a worker makes room for a fresh one: what the libraries in it
// leak stays small.
inline constexpr unsigned worker_requests = 1'000;

struct PoolCounters {
    std::uint64_t requests = 0;
    std::uint64_t replaced = 0; // workers that were lost
    std::uint64_t crashed = 0;  // requests that ended two workers
    std::uint64_t slow = 0;     // requests that ran out of time
};

// Thread-safe. Its workers end with it, and by themselves when the daemon is gone.
class MAILREEVE_API WorkerPool final : public Unpacker {
public:
    // Starts all workers. Throws std::system_error where one cannot be started.
    explicit WorkerPool(UnpackSettings settings);
    ~WorkerPool() override;
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // A file that ends a worker is tried once more on a fresh one; then it is Crashed,
    // or TooSlow where time ran out. One that spends its processor time is TooSlow at
    // once: it would again. Also throws std::system_error where too many wait (EAGAIN)
    // or no worker is free within the time that one request may take (ETIMEDOUT).
    Item look_into(Enclosed file) override;

    PoolCounters counters() const;

    // The processes that are idle now.
    std::vector<pid_t> idle_pids() const;

private:
    class Lease;
    using Worker = std::unique_ptr<WorkerProcess>; // none: to be started

    Worker start() const;
    Worker take();
    void give_back(Worker worker);

    const UnpackSettings settings_;
    mutable std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<Worker> idle_;
    unsigned waiting_ = 0;

    std::atomic<std::uint64_t> requests_{0};
    std::atomic<std::uint64_t> replaced_{0};
    std::atomic<std::uint64_t> crashed_{0};
    std::atomic<std::uint64_t> slow_{0};
};

} // namespace mailreeve::attachment
