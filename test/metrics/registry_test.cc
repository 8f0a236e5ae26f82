#include "mailreeve/metrics/process.hh"
#include "mailreeve/metrics/registry.hh"

#include <doctest/doctest.h>

#include <limits>
#include <thread>

namespace mailreeve::metrics {

namespace {

bool has_line(const std::string& text, const std::string& line)
{
    return ('\n' + text).find('\n' + line + '\n') != std::string::npos;
}

} // namespace

TEST_SUITE("metrics")
{
    TEST_CASE("everything is written in the text exposition format")
    {
        Registry registry;
        registry.counter("b_total", "Messages.", {{"verdict", "tag"}}).add(3);
        registry.counter("b_total", "Messages.", {{"verdict", "accept"}}).add();
        registry.gauge("a_sessions", "Sessions.").set(-2);
        constexpr double bounds[] = {0.5, 1};
        auto& histogram =
            registry.histogram("c_seconds", "Time.", {{"stage", "rcpt"}}, bounds);
        histogram.observe(0.25);
        histogram.observe(4);
        registry.collect_one("d", "Read.", Type::Gauge, [] { return 1.5; });
        CHECK(registry.render() == "# HELP a_sessions Sessions.\n"
                                   "# TYPE a_sessions gauge\n"
                                   "a_sessions -2\n"
                                   "# HELP b_total Messages.\n"
                                   "# TYPE b_total counter\n"
                                   "b_total{verdict=\"accept\"} 1\n"
                                   "b_total{verdict=\"tag\"} 3\n"
                                   "# HELP c_seconds Time.\n"
                                   "# TYPE c_seconds histogram\n"
                                   "c_seconds_bucket{stage=\"rcpt\",le=\"0.5\"} 1\n"
                                   "c_seconds_bucket{stage=\"rcpt\",le=\"1\"} 1\n"
                                   "c_seconds_bucket{stage=\"rcpt\",le=\"+Inf\"} 2\n"
                                   "c_seconds_sum{stage=\"rcpt\"} 4.25\n"
                                   "c_seconds_count{stage=\"rcpt\"} 2\n"
                                   "# HELP d Read.\n"
                                   "# TYPE d gauge\n"
                                   "d 1.5\n");
    }

    TEST_CASE("the same name and labels are the same instrument")
    {
        Registry registry;
        auto& one = registry.counter("a", "x", {{"l", "1"}});
        CHECK(&registry.counter("a", "x", {{"l", "1"}}) == &one);
        CHECK(&registry.counter("a", "x", {{"l", "2"}}) != &one);
        CHECK(&registry.histogram("h", "x") == &registry.histogram("h", "x"));
    }

    TEST_CASE("label values and help are escaped")
    {
        Registry registry;
        registry.counter("a", "back\\slash\nline", {{"l", "q\"b\\n\nl\x1b[2J\xff"}});
        const auto text = registry.render();
        CHECK(has_line(text, "# HELP a back\\\\slash\\nline"));
        CHECK(has_line(text, "a{l=\"q\\\"b\\\\n\\nl?[2J\xef\xbf\xbd\"} 0"));
    }

    TEST_CASE("sets of labels past the limit share one")
    {
        Registry registry;
        for (std::size_t i = 0; i < max_children + 100; ++i)
            registry.counter("a", "x", {{"l", std::to_string(i)}, {"m", "n"}}).add();
        const auto text = registry.render();
        CHECK(has_line(text, "a{l=\"other\",m=\"other\"} 100"));
        CHECK(has_line(text, "a{l=\"0\",m=\"n\"} 1"));
        CHECK_FALSE(has_line(text, "a{l=\"600\",m=\"n\"} 1"));
    }

    TEST_CASE("values are read when they are asked for")
    {
        Registry registry;
        int asked = 0;
        registry.collect("a", "x", Type::Counter, [&asked] {
            ++asked;
            return std::vector<Sample>{
                {{{"server", "192.0.2.53"}}, 1e6},
                {{{"server", "x"}}, std::numeric_limits<double>::infinity()},
                {{{"server", "y"}}, std::numeric_limits<double>::quiet_NaN()}};
        });
        CHECK(asked == 0);
        const auto text = registry.render();
        CHECK(asked == 1);
        CHECK(has_line(text, "a{server=\"192.0.2.53\"} 1e+06"));
        CHECK(has_line(text, "a{server=\"x\"} +Inf"));
        CHECK(has_line(text, "a{server=\"y\"} NaN"));
    }

    TEST_CASE("reading may ask the registry itself")
    {
        Registry registry;
        registry.collect_one("a", "x", Type::Gauge, [&registry] {
            return static_cast<double>(registry.counter("b", "x").value());
        });
        CHECK(has_line(registry.render(), "a 0"));
    }

    TEST_CASE("threads may look up, update and render at once")
    {
        Registry registry;
        {
            std::vector<std::jthread> workers;
            for (int t = 0; t < 4; ++t)
                workers.emplace_back([&registry, t] {
                    for (int i = 0; i < 200; ++i) {
                        registry.counter("a", "x", {{"l", std::to_string(i % 10)}})
                            .add();
                        if (t == 0)
                            registry.render();
                    }
                });
        }
        CHECK(has_line(registry.render(), "a{l=\"3\"} 80"));
    }

    TEST_CASE("the process can be looked at")
    {
        CHECK(resident_bytes() > 100'000);
        CHECK(open_descriptors() >= 3);
        CHECK(threads() >= 1);
        CHECK(cpu_seconds() >= 0);
        Registry registry;
        add_process_metrics(registry);
        CHECK(registry.render().find("\nprocess_resident_memory_bytes ") !=
              std::string::npos);
    }
}

} // namespace mailreeve::metrics
