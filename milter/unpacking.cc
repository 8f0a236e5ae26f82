#include "milter/unpacking.hh"

#include <utility>

namespace mailreeve::milter {

Unpacking::Unpacking(attachment::UnpackSettings settings)
    : settings_{std::move(settings)}
{
}

Unpacking::~Unpacking() = default;

void Unpacking::start()
{
    (void)pool();
}

std::shared_ptr<attachment::WorkerPool> Unpacking::pool()
{
    return pool_.with([this](auto& started) {
        if (!started)
            started = std::make_shared<attachment::WorkerPool>(settings_);
        return started;
    });
}

attachment::Item Unpacking::look_into(attachment::Enclosed file)
{
    return pool()->look_into(std::move(file));
}

attachment::PoolCounters Unpacking::counters() const
{
    const auto started = pool_.copy();
    return started ? started->counters() : attachment::PoolCounters{};
}

} // namespace mailreeve::milter
