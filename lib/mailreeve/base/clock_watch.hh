// Whether the wall clock can be believed when something is to be removed by it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <chrono>
#include <optional>

namespace mailreeve {

// A clock that jumped forward must not end what was promised to be kept. The wall clock
// is held beside the steady one: one that has moved by more than `jump` since it was
// looked at last is not believed until it has been steady for `quiet`. One thread.
class MAILREEVE_API ClockWatch {
public:
    static constexpr std::chrono::hours jump{1};
    static constexpr std::chrono::hours quiet{24};

    // `clock` must outlive it.
    explicit ClockWatch(const Clock& clock);

    // The wall time; nothing while it is not believed.
    std::optional<WallTime> believed();

    // What could not be seen here says that the clock has jumped.
    void distrust() { jumped_ = clock_.now(); }

private:
    const Clock& clock_;
    Deadline last_steady_;
    WallTime last_wall_;
    std::optional<Deadline> jumped_;
};

} // namespace mailreeve
