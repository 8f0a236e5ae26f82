// The pool of workers that look into attachments, started when it is first needed: a
// configuration that judges none needs none.
#pragma once

#include "mailreeve/attachment/worker_pool.hh"
#include "mailreeve/base/guarded.hh"

#include <memory>

namespace mailreeve::milter {

// Thread-safe.
class Unpacking final : public attachment::Unpacker {
public:
    explicit Unpacking(attachment::UnpackSettings settings);
    Unpacking(const Unpacking&) = delete;
    Unpacking& operator=(const Unpacking&) = delete;
    ~Unpacking() override;

    // Throws std::system_error where a worker cannot be started.
    void start();

    // The same, the first time.
    attachment::Item look_into(attachment::Enclosed file) override;

    attachment::PoolCounters counters() const;

private:
    std::shared_ptr<attachment::WorkerPool> pool();

    const attachment::UnpackSettings settings_;
    Guarded<std::shared_ptr<attachment::WorkerPool>> pool_;
};

} // namespace mailreeve::milter
