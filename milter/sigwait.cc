// Stands in libmilter's way: its signal thread calls sigwait(3), and takes SIGHUP and
// SIGTERM alike for the order to drop everything (FACTS 1, libmilter/signal.c). A
// function of this name in the executable is what that call finds. It must be visible:
// hidden, it links and the daemon dies of its first reload. A test looks for it.
#include <csignal>

#include <unistd.h>

// NOLINTNEXTLINE(readability-redundant-declaration): says that it is visible
extern "C" __attribute__((visibility("default"))) int sigwait(const sigset_t*, int*);

extern "C" int sigwait(const sigset_t* /*set*/, int* /*signal*/)
{
    for (;;)
        pause(); // every signal is blocked here: for ever
}
