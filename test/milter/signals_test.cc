#include "milter/signals.hh"

#include <doctest/doctest.h>

#include <csignal>
#include <unistd.h>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
    TEST_CASE("signals are told by what they mean, bursts once")
    {
        const Signals signals;
        std::stop_source source;
        const auto token = source.get_token();
        struct Case {
            int number;
            Signal expected;
        };
        const Case cases[] = {
            {SIGHUP, Signal::Reload}, {SIGTERM, Signal::Stop}, {SIGINT, Signal::Stop}};
        for (const auto& c : cases) {
            CAPTURE(c.number);
            for (int i = 0; i < 100; ++i)
                ::kill(::getpid(), c.number);
            CHECK(signals.next(token) == c.expected);
        }
        source.request_stop();
        CHECK_FALSE(signals.next(token));
    }
}

} // namespace mailreeve::milter
