#include "milter/process.hh"

#include "milter/start_refused.hh"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::milter {

void refuse_root()
{
    if (::geteuid() == 0 || ::getuid() == 0)
        throw StartRefused{Exit::NoPermission, "mailreeve does not run as root",
                           "start it as its own user: systemctl start mailreeve, or "
                           "setpriv --reuid mailreeve --regid mailreeve --init-groups"};
}

void harden()
{
    ::umask(077);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (const int unused : {SIGPIPE, SIGUSR1, SIGUSR2})
        std::signal(unused, SIG_IGN);
}

std::size_t descriptor_limit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024; // what POSIX systems start with
    return limit.rlim_cur;
}

std::size_t raise_descriptor_limit(std::size_t wanted)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted) {
        limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    return descriptor_limit();
}

std::size_t sessions_within(std::size_t wanted, std::size_t descriptors)
{
    const auto set_aside = std::min(2 * reserved_descriptors, descriptors / 2);
    const auto possible = (descriptors - set_aside) / descriptors_per_session;
    return std::max<std::size_t>(1, std::min(wanted, possible));
}

std::size_t resident_bytes()
{
    std::ifstream file{"/proc/self/statm"};
    std::size_t all = 0;
    std::size_t resident = 0;
    if (!(file >> all >> resident))
        return 0;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace mailreeve::milter
