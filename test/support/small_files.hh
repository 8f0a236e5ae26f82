// A disk that is full, without one.
#pragma once

#include <csignal>

#include <sys/resource.h>

namespace mailreeve::test {

// Files of this process may not grow beyond that, as on a full disk.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t most)
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        auto small = before_;
        small.rlim_cur = most;
        old_ = std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, old_);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

private:
    struct rlimit before_ {};
    void (*old_)(int) = SIG_DFL;
};

} // namespace mailreeve::test
