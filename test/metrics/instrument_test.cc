#include "mailreeve/metrics/instrument.hh"

#include <doctest/doctest.h>

#include <thread>

namespace mailreeve::metrics {

using Counts = std::vector<std::uint64_t>;

TEST_SUITE("metrics")
{
    TEST_CASE("counters grow and gauges follow")
    {
        Counter counter;
        counter.add();
        counter.add(4);
        CHECK(counter.value() == 5);
        Gauge gauge;
        gauge.set(3);
        gauge.add(-5);
        CHECK(gauge.value() == -2);
    }

    TEST_CASE("a gauge stands higher as long as something is held")
    {
        Gauge gauge;
        {
            const Held one{gauge};
            const Held two{gauge};
            CHECK(gauge.value() == 2);
        }
        CHECK(gauge.value() == 0);
    }

    TEST_CASE("a value belongs to the first bucket whose bound it does not pass")
    {
        constexpr double bounds[] = {1, 2, 5};
        Histogram histogram{bounds};
        for (const double value : {0.5, 1.0, 1.5, 5.0, 6.0, -1.0})
            histogram.observe(value);
        const auto state = histogram.state();
        CHECK(state.below == Counts{3, 4, 5, 6});
        CHECK(state.sum == doctest::Approx(13.0));
    }

    TEST_CASE("durations count in seconds")
    {
        Histogram histogram{latency_bounds()};
        histogram.observe(std::chrono::milliseconds{20});
        const auto state = histogram.state();
        CHECK(state.sum == doctest::Approx(0.02));
        CHECK(state.below[4] == 0); // 10 ms
        CHECK(state.below[5] == 1); // 25 ms
    }

    TEST_CASE("no update is lost between threads")
    {
        constexpr int threads = 4;
        constexpr int each = 10'000;
        Counter counter;
        Histogram histogram{latency_bounds()};
        {
            std::vector<std::jthread> workers;
            for (int t = 0; t < threads; ++t)
                workers.emplace_back([&] {
                    for (int i = 0; i < each; ++i) {
                        counter.add();
                        histogram.observe(1.0);
                    }
                });
        }
        CHECK(counter.value() == threads * each);
        CHECK(histogram.state().below.back() == threads * each);
        CHECK(histogram.state().sum == doctest::Approx(threads * each));
    }
}

} // namespace mailreeve::metrics
