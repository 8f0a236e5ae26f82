#include "mailreeve/log/log.hh"

#include "test/support/fake_clock.hh"
#include "test/support/memory_sink.hh"

#include <doctest/doctest.h>

#include <thread>

namespace mailreeve::log {

namespace {

using Lines = std::vector<std::string>;

Deadline soon()
{
    return std::chrono::steady_clock::now() + std::chrono::seconds{30};
}

struct Fixture {
    test::FakeClock clock;
    test::MemoryLines lines;

    std::unique_ptr<Sink> sink() { return std::make_unique<test::MemorySink>(lines); }
};

} // namespace

TEST_SUITE("log")
{
    TEST_CASE_FIXTURE(Fixture, "records are written in the order in which they came")
    {
        Log log{sink(), clock};
        log.write(Severity::Info, Record{"one"});
        log.write(Severity::Warning, Record{"two"}.with("a", 1));
        REQUIRE(log.flush(soon()));
        CHECK(lines.all() == Lines{"info - - one", "warning - - two a=1"});
        CHECK(log.statistics().written == 2);
        CHECK(log.statistics().waiting == 0);
    }

    TEST_CASE_FIXTURE(Fixture, "records below the least severity are not written")
    {
        Log log{sink(), clock, Severity::Notice};
        CHECK_FALSE(log.wants(Severity::Info));
        CHECK(log.wants(Severity::Notice));
        log.write(Severity::Info, Record{"one"});
        log.write(Severity::Error, Record{"two"});
        REQUIRE(log.flush(soon()));
        CHECK(lines.all() == Lines{"error - - two"});
    }

    TEST_CASE_FIXTURE(Fixture, "a log that ends writes what waits")
    {
        {
            Log log{sink(), clock};
            for (int i = 0; i < 1000; ++i)
                log.write(Severity::Info, Record{"x"}.with("i", i));
        }
        REQUIRE(lines.all().size() == 1000);
        CHECK(lines.all().back() == "info - - x i=999");
    }

    TEST_CASE_FIXTURE(Fixture, "a sink that hangs costs records, and they are counted")
    {
        lines.block();
        Log log{sink(), clock, Severity::Info, Limits{.records = 10}};
        log.write(Severity::Info, Record{"first"});
        lines.wait_until_hanging();
        for (int i = 0; i < 100; ++i)
            log.write(Severity::Info, Record{"x"}.with("i", i));
        CHECK(log.statistics().dropped == 91);
        CHECK(log.statistics().waiting == 10);
        CHECK_FALSE(log.flush(std::chrono::steady_clock::now()));
        lines.release();
        REQUIRE(log.flush(soon()));
        const auto all = lines.all();
        REQUIRE(all.size() == 11);
        CHECK(all[9] == "info - - x i=8");
        CHECK(all[10] == "warning - - log_dropped records=91");
        log.write(Severity::Info, Record{"after"});
        REQUIRE(log.flush(soon()));
        CHECK(lines.all().back() == "info - - after");
    }

    TEST_CASE_FIXTURE(Fixture, "bytes that wait are bounded, too")
    {
        lines.block();
        Log log{sink(), clock, Severity::Info, Limits{.bytes = 100}};
        log.write(Severity::Info, Record{"x"}.with("a", std::string(80, 'a')));
        lines.wait_until_hanging();
        log.write(Severity::Info, Record{"x"}.with("a", std::string(80, 'b')));
        CHECK(log.statistics().dropped == 1);
        lines.release();
        REQUIRE(log.flush(soon()));
    }

    TEST_CASE_FIXTURE(Fixture, "drops are told of even when nothing comes after them")
    {
        {
            lines.block();
            Log log{sink(), clock, Severity::Info, Limits{.bytes = 100}};
            log.write(Severity::Info, Record{"x"}.with("a", std::string(80, 'a')));
            lines.wait_until_hanging();
            log.write(Severity::Info, Record{"x"}.with("a", std::string(80, 'b')));
            lines.release();
        }
        CHECK(lines.all().back() == "warning - - log_dropped records=1");
    }

    TEST_CASE_FIXTURE(Fixture, "many threads write whole records")
    {
        constexpr int threads = 4;
        constexpr int each = 500;
        {
            Log log{sink(), clock};
            std::vector<std::jthread> writers;
            for (int t = 0; t < threads; ++t)
                writers.emplace_back([&log] {
                    for (int i = 0; i < each; ++i)
                        log.write(Severity::Info, Record{"x"}.with("a", "b"));
                });
        }
        const auto all = lines.all();
        CHECK(all.size() == threads * each);
        for (const auto& line : all)
            CHECK(line == "info - - x a=b");
    }
}

} // namespace mailreeve::log
