// Watches the descriptors: libmilter spins when it cannot accept for lack of one.
//
// A session is counted when it says CONNECT; a connection that says nothing costs a
// descriptor all the same, and libmilter accepts as long as there is one (RELIABILITY
// F4). Before they run out the intake is shut, and what comes waits in the queue.
#pragma once

#include "mailreeve/base/c_ptr.hh"
#include "milter/intake.hh"

#include <cstddef>
#include <cstdint>
#include <dirent.h>
#include <functional>

namespace mailreeve::milter {

struct DescriptorUse {
    std::size_t open = 0;
    std::size_t limit = 0;

    constexpr std::size_t free() const { return limit > open ? limit - open : 0; }
};

// How many are to stay free under this limit.
constexpr std::size_t reserve_under(std::size_t limit)
{
    return limit / 4 < 32 ? limit / 4 : 32;
}

// Whether to shut, or to stay shut: reopening asks for a quarter more than the reserve,
// so that it does not flap.
constexpr bool is_short(const DescriptorUse& use, bool shut_already)
{
    const auto reserve = reserve_under(use.limit);
    return use.free() < (shut_already ? reserve + reserve / 4 : reserve);
}

// Counts the descriptors of this process. One thread.
class DescriptorCount {
public:
    DescriptorCount();

    // Cheap: whether the numbers of the reserve are taken, which they are only when all
    // lower ones were. No means that there is no shortage; yes, that it is worth to
    // count.
    bool may_be_short() const;

    DescriptorUse now();

private:
    static int close(DIR* directory) { return ::closedir(directory); }

    CPtr<DIR, close> directory_; // open all the time: at a shortage it could not be
};

enum class Supply {
    Short,    // the intake has been shut
    Enough,   // and opened again
    BelowUse, // less than is open: poll(2) fails, and libmilter stops serving for good
};

// One thread.
class ShortageGuard {
public:
    using Tell = std::function<void(Supply, const DescriptorUse&)>;

    // A limit that falls under `wanted` from outside is raised again where that can be.
    ShortageGuard(Intake& intake, std::size_t wanted, Tell tell)
        : intake_{intake}, wanted_{wanted}, tell_{std::move(tell)}
    {
    }

    // To be called about ten times a second.
    void look();

private:
    Intake& intake_;
    const std::size_t wanted_;
    Tell tell_;
    DescriptorCount count_;
    bool shut_ = false;
    int rest_ = 0; // looks to wait before it opens
};

} // namespace mailreeve::milter
