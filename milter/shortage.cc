#include "milter/shortage.hh"

#include "milter/process.hh"

#include <fcntl.h>
#include <unistd.h>

namespace mailreeve::milter {

namespace {

// A flood fills what was freed in an instant; a second between keeps the spinning below
// a tenth of it.
constexpr int looks_of_rest = 10;

} // namespace

DescriptorCount::DescriptorCount() : directory_{::opendir("/proc/self/fd")} {}

bool DescriptorCount::may_be_short() const
{
    const auto limit = descriptor_limit();
    const auto first = static_cast<int>(limit - reserve_under(limit));
    const int got = ::fcntl(0, F_DUPFD_CLOEXEC, first);
    if (got >= 0)
        ::close(got);
    return got != first;
}

DescriptorUse DescriptorCount::now()
{
    DescriptorUse use{0, descriptor_limit()};
    if (!directory_)
        return use;
    ::rewinddir(directory_.get());
    while (const auto* entry = ::readdir(directory_.get())) // NOLINT: one thread's own
        use.open += entry->d_name[0] != '.' ? 1U : 0U;
    return use;
}

// Whether libmilter has come to harm shows nowhere: it stops to serve, and holds what
// it has. So a limit below use is taken for the end even if it could be raised again.
void ShortageGuard::look()
{
    const bool fallen = descriptor_limit() < wanted_;
    if (!fallen && !shut_ && !count_.may_be_short())
        return;
    const auto use = count_.now();
    if (use.open > use.limit)
        tell_(Supply::BelowUse, use);
    if (fallen)
        raise_descriptor_limit(wanted_);
    if (shut_ && --rest_ > 0)
        return;
    const bool now_short = is_short(use, shut_);
    if (now_short == shut_)
        return;
    shut_ = now_short;
    rest_ = looks_of_rest;
    if (shut_)
        intake_.shut(Intake::Reason::Shortage);
    else
        intake_.open(Intake::Reason::Shortage);
    tell_(shut_ ? Supply::Short : Supply::Enough, use);
}

} // namespace mailreeve::milter
