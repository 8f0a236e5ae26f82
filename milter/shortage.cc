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

void ShortageGuard::look()
{
    if (!shut_ && !count_.may_be_short())
        return;
    if (shut_ && --rest_ > 0)
        return;
    const auto use = count_.now();
    const bool now_short = is_short(use, shut_);
    if (now_short == shut_)
        return;
    shut_ = now_short;
    rest_ = looks_of_rest;
    if (shut_)
        intake_.shut(Intake::Reason::Shortage);
    else
        intake_.open(Intake::Reason::Shortage);
    tell_(shut_, use);
}

} // namespace mailreeve::milter
