#include "mailreeve/log/sink.hh"

#include "mailreeve/log/log.hh"
#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdarg>
#include <mutex>

#include <fcntl.h>
#include <syslog.h>
#include <unistd.h>

namespace {

struct Syslogged {
    std::mutex mutex;
    int priority = 0;
    std::string format;
    std::string text;
};

Syslogged& syslogged()
{
    static Syslogged kept;
    return kept;
}

void keep(int priority, const char* format, va_list arguments)
{
    const std::lock_guard lock{syslogged().mutex};
    syslogged().priority = priority;
    syslogged().format = format;
    syslogged().text = va_arg(arguments, const char*);
}

} // namespace

// What libc would send to the system's log daemon stays here. The second form is what
// fortified builds call.
extern "C" void syslog(int priority, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    keep(priority, format, arguments);
    va_end(arguments);
}

extern "C" void __syslog_chk(int priority, int /*flag*/, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    keep(priority, format, arguments);
    va_end(arguments);
}

namespace mailreeve::log {

namespace {

class Pipe {
public:
    Pipe() { REQUIRE(pipe2(ends_.data(), O_CLOEXEC | O_NONBLOCK) == 0); }
    ~Pipe()
    {
        close_reader();
        ::close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int writer() const { return ends_[1]; }

    std::string read() const
    {
        std::string text;
        std::array<char, 65'536> buffer{};
        for (ssize_t got = 0;
             (got = ::read(ends_[0], buffer.data(), buffer.size())) > 0;)
            text.append(buffer.data(), static_cast<std::size_t>(got));
        return text;
    }

    void close_reader()
    {
        if (ends_[0] >= 0)
            ::close(ends_[0]);
        ends_[0] = -1;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

const WallTime evening{std::chrono::milliseconds{1'795'351'507'123}};

Deadline soon()
{
    return std::chrono::steady_clock::now() + std::chrono::seconds{30};
}

} // namespace

TEST_SUITE("log")
{
    TEST_CASE("a descriptor gets one line a record, with the prefix it asked for")
    {
        struct Case {
            Prefix prefix;
            const char* lines;
        };
        const Case cases[] = {
            {Prefix::None, "- - one\n- - two\n"},
            {Prefix::Priority, "<6>- - one\n<3>- - two\n"},
            {Prefix::Time,
             "2026-11-22T12:45:07.123Z - - one\n2026-11-22T12:45:07.123Z - - two\n"},
        };
        const Entry entries[] = {{Severity::Info, evening, "- - one"},
                                 {Severity::Error, evening, "- - two"}};
        for (const auto& c : cases) {
            CAPTURE(c.lines);
            const Pipe pipe;
            CHECK(descriptor_sink(pipe.writer(), c.prefix)->write(entries, {}) == 2);
            CHECK(pipe.read() == c.lines);
        }
    }

    TEST_CASE("a pipe that nobody reads holds up neither the callers nor the end")
    {
        const Pipe pipe;
        const test::FakeClock clock;
        {
            Log log{descriptor_sink(pipe.writer(), Prefix::None), clock, Severity::Info,
                    Limits{.records = 2000}};
            for (int i = 0; i < 20'000; ++i)
                log.write(Severity::Info, Record{"x"}.with("a", std::string(200, 'a')));
            CHECK(log.statistics().dropped > 0);
            CHECK(log.statistics().waiting <= 2000);
        }
        CHECK(pipe.read().starts_with("- - x a=aaa"));
    }

    TEST_CASE("a pipe that is read again goes on with whole lines")
    {
        const Pipe pipe;
        const test::FakeClock clock;
        Log log{descriptor_sink(pipe.writer(), Prefix::None), clock};
        for (int i = 0; i < 1000; ++i)
            log.write(Severity::Info, Record{"x"}.with("a", std::string(200, 'a')));
        std::string all;
        while (!log.flush(std::chrono::steady_clock::now()))
            all += pipe.read();
        all += pipe.read();
        CHECK(std::ranges::count(all, '\n') == 1000);
        CHECK(all.size() == 1000 * (std::string{"- - x a=\n"}.size() + 200));
    }

    TEST_CASE("a reader that is gone costs records, not the process")
    {
        std::signal(SIGPIPE, SIG_IGN);
        Pipe pipe;
        pipe.close_reader();
        const test::FakeClock clock;
        Log log{descriptor_sink(pipe.writer(), Prefix::None), clock};
        log.write(Severity::Info, Record{"x"});
        REQUIRE(log.flush(soon()));
        CHECK(log.statistics().failed == 1);
        CHECK(log.statistics().written == 0);
    }

    TEST_CASE("syslog gets a record as an argument, never as a format")
    {
        const test::FakeClock clock;
        {
            Log log{syslog_sink("mailreeve"), clock};
            log.write(Severity::Warning, Record{"x"}.with("helo", "%n%s"));
        }
        const std::lock_guard lock{syslogged().mutex};
        CHECK(syslogged().priority == (LOG_MAIL | LOG_WARNING));
        CHECK(syslogged().format == "%s");
        CHECK(syslogged().text == "- - x helo=%n%s");
    }
}

} // namespace mailreeve::log
