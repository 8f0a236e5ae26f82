// A load of mail on a milter: many SMTP sessions at once, as an MTA would show them.
// Prints one line of JSON: messages, seconds, and latencies in milliseconds.

#include "test/support/milter_client.hh"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using mailreeve::test::MilterClient;
using mailreeve::test::MilterGone;

struct Options {
    std::string address;
    unsigned connections = 1;
    unsigned messages = 100;
    unsigned first_client = 0; // the clients are 192.0.2.0 onwards, in order
    unsigned clients = 200;    // after so many, the first comes again
    unsigned idle = 0;         // sessions that are opened first and say no more
    bool proved = false;       // the MTA has confirmed the client's name
    bool small = false;        // bodies of 1 kB
};

// Bytes of a body: a mix whose median is 25 kB and whose largest is 3.4 MB.
constexpr std::array<std::size_t, 16> sizes{
    2'000,  3'000,  5'000,  8'000,  12'000, 16'000,  20'000,  24'000,
    26'000, 32'000, 45'000, 60'000, 90'000, 160'000, 400'000, 3'400'000};

struct Measured {
    std::vector<double> recipient;
    std::vector<double> end;
    std::vector<double> message;
    unsigned failed = 0;

    void add(const Measured& other)
    {
        const auto append = [](auto& to, const auto& from) {
            to.insert(to.end(), from.begin(), from.end());
        };
        append(recipient, other.recipient);
        append(end, other.end);
        append(message, other.message);
        failed += other.failed;
    }
};

std::string client_address(const Options& options, unsigned number)
{
    const auto client = options.first_client + number % options.clients;
    return "192.0." + std::to_string(2 + client / 256) + '.' +
           std::to_string(client % 256);
}

const std::string& text()
{
    static const std::string all = [] {
        std::string bytes;
        while (bytes.size() < sizes.back())
            bytes +=
                "The quick brown fox jumps over the lazy dog, once more and again.\r\n";
        return bytes;
    }();
    return all;
}

std::string_view body(const Options& options, unsigned number)
{
    // Spread, so that large ones do not come together.
    const auto size = options.small ? 1'000 : sizes[number * 7 % sizes.size()];
    return std::string_view{text()}.substr(0, size);
}

double since(Clock::time_point start)
{
    return Milliseconds{Clock::now() - start}.count();
}

void send_headers(MilterClient& milter)
{
    for (int i = 0; i < 8; ++i)
        milter.header("Received",
                      "from hop" + std::to_string(i) +
                          ".example by mail.example; Mon, 23 Nov 2026 08:00:00 +0000");
    milter.header("From", "\"A Sender\" <sender@example.org>");
    milter.header("To", "recipient@example.net");
    milter.header("Subject", "A message like many others");
    milter.header("Message-ID", "<4711.0815@mail.example.org>");
    milter.header("Date", "Mon, 23 Nov 2026 08:00:00 +0000");
    milter.header("MIME-Version", "1.0");
    milter.header("Content-Type", "text/plain; charset=utf-8");
}

void open_session(MilterClient& milter, const Options& options, unsigned number)
{
    const auto address = client_address(options, number);
    milter.negotiate();
    milter.macros('C',
                  {{"j", "mx1.example.net"},
                   {"{daemon_name}", "smtpd"},
                   {"{client_addr}", address},
                   {"{client_name}", options.proved ? "mail.example.org" : "unknown"}});
    milter.connect(options.proved ? "mail.example.org" : "unknown", address);
    milter.helo("mail.example.org");
}

void one_message(const Options& options, unsigned number, Measured& measured)
{
    const auto start = Clock::now();
    MilterClient milter{options.address, std::chrono::seconds{30}};
    open_session(milter, options, number);
    milter.macros('M', {{"{mail_addr}", "sender@example.org"}});
    milter.mail({"<sender@example.org>"});
    const auto asked = Clock::now();
    const auto answer = milter.rcpt({"<recipient@example.net>"});
    measured.recipient.push_back(since(asked));
    if (answer.kind == 'c') {
        milter.macros('T', {{"i", "4F1B2C3D4E"}});
        milter.data();
        send_headers(milter);
        milter.end_of_headers();
        milter.body(body(options, number));
        const auto ended = Clock::now();
        milter.macros('E', {{"i", "4F1B2C3D4E"}});
        milter.end_of_message();
        measured.end.push_back(since(ended));
    }
    milter.quit();
    measured.message.push_back(since(start));
}

Measured drive(const Options& options)
{
    std::atomic<unsigned> next{0};
    std::mutex mutex;
    Measured all;
    std::vector<std::jthread> sessions;
    for (unsigned i = 0; i < options.connections; ++i)
        sessions.emplace_back([&] {
            Measured own;
            for (unsigned number = next++; number < options.messages; number = next++) {
                try {
                    one_message(options, number, own);
                } catch (const MilterGone&) {
                    ++own.failed;
                }
            }
            const std::lock_guard lock{mutex};
            all.add(own);
        });
    sessions.clear();
    return all;
}

double percentile(std::vector<double>& values, double part)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(part * last + 0.5)];
}

void print(const char* name, std::vector<double>& values)
{
    std::printf(", \"%s\": {\"p50\": %.3f, \"p90\": %.3f, \"p99\": %.3f}", name,
                percentile(values, 0.5), percentile(values, 0.9),
                percentile(values, 0.99));
}

// In the order in which the messages began, for one connection: when a list is found
// silent shows there.
void print_first(const std::vector<double>& values, std::size_t count)
{
    std::printf(", \"first\": [");
    for (std::size_t i = 0; i < std::min(count, values.size()); ++i)
        std::printf("%s%.1f", i == 0 ? "" : ", ", values[i]);
    std::printf("]");
}

int run(const Options& options)
{
    std::vector<MilterClient> idle;
    for (unsigned i = 0; i < options.idle; ++i)
        open_session(idle.emplace_back(options.address, std::chrono::seconds{30}),
                     options, i);

    (void)text(); // made before the time is taken
    const auto start = Clock::now();
    auto measured = drive(options);
    const auto seconds = since(start) / 1000;
    std::printf("{\"messages\": %zu, \"failed\": %u, \"seconds\": %.4f",
                measured.message.size(), measured.failed, seconds);
    print_first(measured.recipient, 60);
    print("rcpt", measured.recipient);
    print("end", measured.end);
    print("message", measured.message);
    std::printf("}\n");
    std::fflush(stdout);
    if (options.idle > 0) // until whoever measures has seen enough
        (void)std::getchar();
    return measured.failed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    Options options;
    CLI::App app{"A load of mail on a milter."};
    app.add_option("address", options.address, "unix:/path or inet:port@127.0.0.1")
        ->required();
    app.add_option("--connections", options.connections, "sessions at once");
    app.add_option("--messages", options.messages, "one a session");
    app.add_option("--clients", options.clients, "different addresses")
        ->check(CLI::PositiveNumber);
    app.add_option("--first-client", options.first_client, "where the addresses begin");
    app.add_option("--idle", options.idle, "sessions that say no more after HELO");
    app.add_flag("--proved", options.proved, "the MTA has confirmed the client's name");
    app.add_flag("--small", options.small, "bodies of 1 kB");
    CLI11_PARSE(app, argc, argv);
    return run(options);
}
