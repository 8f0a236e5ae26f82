#include "mailreeve/attachment/worker_pool.hh"

#include "mailreeve/attachment/worker_process.hh"

#include <cerrno>
#include <system_error>
#include <utility>

namespace mailreeve::attachment {

namespace {

// What the worker may tell of the file itself; its names and size we know better.
Item told(Item item, Item said)
{
    item.type = said.type;
    item.macros = said.macros;
    item.obstacle = said.obstacle;
    item.detail = std::move(said.detail);
    item.inside = std::move(said.inside);
    return item;
}

Item unseen(Item item, Obstacle obstacle, std::string detail)
{
    item.inside.clear();
    item.obstacle = obstacle;
    item.detail = std::move(detail);
    return item;
}

} // namespace

// A worker for the time of one request.
class WorkerPool::Lease {
public:
    explicit Lease(WorkerPool& pool) : pool_{pool}, worker_{pool.take()} {}
    ~Lease() { pool_.give_back(std::move(worker_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Reply ask(const Enclosed& file)
    {
        if (!worker_)
            worker_ = pool_.start();
        const auto end = WorkerProcess::Clock::now() + pool_.settings_.wall;
        auto reply = worker_->ask(file, pool_.settings_.limits(), end);
        if (reply.how != Exchange::Answered) {
            ++pool_.replaced_;
            replace();
        } else if (worker_->requests() >= worker_requests) {
            replace();
        }
        return reply;
    }

private:
    void replace()
    {
        worker_.reset();
        try {
            worker_ = pool_.start();
        } catch (const std::system_error&) {
            worker_.reset(); // whoever asks next tries again, and is told
        }
    }

    WorkerPool& pool_;
    Worker worker_;
};

WorkerPool::WorkerPool(UnpackSettings settings) : settings_{std::move(settings)}
{
    idle_.reserve(settings_.workers);
    for (unsigned i = 0; i < settings_.workers; ++i)
        idle_.push_back(start());
}

WorkerPool::~WorkerPool() = default;

WorkerPool::Worker WorkerPool::start() const
{
    return std::make_unique<WorkerProcess>(settings_.worker, settings_.memory.bytes);
}

WorkerPool::Worker WorkerPool::take()
{
    std::unique_lock lock{mutex_};
    if (idle_.empty() && waiting_ >= settings_.waiting)
        throw std::system_error{EAGAIN, std::generic_category(),
                                "too many files wait to be looked into"};
    ++waiting_;
    const bool free =
        freed_.wait_for(lock, settings_.wall, [&] { return !idle_.empty(); });
    --waiting_;
    if (!free)
        throw std::system_error{ETIMEDOUT, std::generic_category(),
                                "no worker to look into a file"};
    auto worker = std::move(idle_.back());
    idle_.pop_back();
    return worker;
}

void WorkerPool::give_back(Worker worker)
{
    {
        const std::lock_guard lock{mutex_};
        idle_.push_back(std::move(worker)); // has room: it was taken from there
    }
    freed_.notify_one();
}

Item WorkerPool::look_into(Enclosed file)
{
    ++requests_;
    Lease lease{*this};
    auto reply = lease.ask(file);
    if (reply.how == Exchange::Lost || reply.how == Exchange::Late)
        reply = lease.ask(file);
    switch (reply.how) {
    case Exchange::Answered:
        return told(std::move(file.item), std::move(reply.item));
    case Exchange::SpentCpu:
        ++slow_;
        return unseen(std::move(file.item), Obstacle::TooSlow,
                      "it took more processor time than it may");
    case Exchange::Late:
        ++slow_;
        return unseen(std::move(file.item), Obstacle::TooSlow,
                      "no answer in time, twice");
    case Exchange::Lost:
        break;
    }
    ++crashed_;
    return unseen(std::move(file.item), Obstacle::Crashed,
                  "looking into it ended the worker, twice");
}

PoolCounters WorkerPool::counters() const
{
    return {requests_, replaced_, crashed_, slow_};
}

std::vector<pid_t> WorkerPool::idle_pids() const
{
    const std::lock_guard lock{mutex_};
    std::vector<pid_t> pids;
    for (const auto& worker : idle_)
        if (worker)
            pids.push_back(worker->pid());
    return pids;
}

} // namespace mailreeve::attachment
