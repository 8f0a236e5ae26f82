#include "mailreeve/base/clock_watch.hh"

namespace mailreeve {

ClockWatch::ClockWatch(const Clock& clock)
    : clock_{clock}, last_steady_{clock.now()}, last_wall_{clock.wall()}
{
}

std::optional<WallTime> ClockWatch::believed()
{
    const auto steady = clock_.now();
    const auto wall = clock_.wall();
    const auto off = (wall - last_wall_) - (steady - last_steady_);
    last_steady_ = steady;
    last_wall_ = wall;
    if (std::chrono::abs(off) > jump)
        jumped_ = steady;
    if (jumped_ && steady - *jumped_ >= quiet)
        jumped_.reset();
    return jumped_ ? std::nullopt : std::optional{wall};
}

} // namespace mailreeve
