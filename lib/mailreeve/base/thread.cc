#include "mailreeve/base/thread.hh"

#include <csignal>
#include <exception>
#include <utility>

#include <pthread.h>

namespace mailreeve {

namespace {

// A signal must reach the thread that waits for it, never one that works.
class SignalsBlocked {
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

} // namespace

std::jthread start_thread(std::string name,
                          std::function<void(const std::stop_token&)> body,
                          std::function<void(const std::string& what)> failed)
{
    const SignalsBlocked blocked; // a new thread inherits the mask
    return std::jthread{[name = name.substr(0, 15), body = std::move(body),
                         failed = std::move(failed)](const std::stop_token& stop) {
        pthread_setname_np(pthread_self(), name.c_str());
        try {
            body(stop);
        } catch (const std::exception& error) {
            failed(error.what());
        } catch (...) {
            failed("unknown exception");
        }
    }};
}

} // namespace mailreeve
