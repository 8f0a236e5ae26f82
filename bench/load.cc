// A load of mail on a milter: many SMTP sessions at once, as an MTA would show them.
// Prints one line of JSON: messages, what became of them, seconds, and latencies in
// milliseconds.

#include "bench/message_files.hh"
#include "test/support/milter_client.hh"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using mailreeve::bench::Message;
using mailreeve::test::MilterClient;
using mailreeve::test::MilterGone;

constexpr std::chrono::seconds patience{120};

struct Options {
    std::string address;
    std::string mail; // a message, or a directory of them; none: made here
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
    unsigned failed = 0;   // not answered
    unsigned refused = 0;  // the answer was another than to go on
    unsigned replaced = 0; // the body was

    void add(const Measured& other)
    {
        const auto append = [](auto& to, const auto& from) {
            to.insert(to.end(), from.begin(), from.end());
        };
        append(recipient, other.recipient);
        append(end, other.end);
        append(message, other.message);
        failed += other.failed;
        refused += other.refused;
        replaced += other.replaced;
    }
};

std::string client_address(const Options& options, unsigned number)
{
    const auto client = options.first_client + number % options.clients;
    return "192.0." + std::to_string(2 + client / 256) + '.' +
           std::to_string(client % 256);
}

std::string text(std::size_t size)
{
    std::string bytes;
    while (bytes.size() < size)
        bytes +=
            "The quick brown fox jumps over the lazy dog, once more and again.\r\n";
    bytes.resize(size);
    return bytes;
}

Message made(std::size_t size)
{
    Message message;
    auto& header = message.header;
    for (int i = 0; i < 8; ++i)
        header.emplace_back(
            "Received",
            "from hop" + std::to_string(i) +
                ".example by mail.example; Mon, 23 Nov 2026 08:00:00 +0000");
    header.emplace_back("From", "\"A Sender\" <sender@example.org>");
    header.emplace_back("To", "recipient@example.net");
    header.emplace_back("Subject", "A message like many others");
    header.emplace_back("Message-ID", "<4711.0815@mail.example.org>");
    header.emplace_back("Date", "Mon, 23 Nov 2026 08:00:00 +0000");
    header.emplace_back("MIME-Version", "1.0");
    header.emplace_back("Content-Type", "text/plain; charset=utf-8");
    message.body = text(size);
    return message;
}

std::vector<Message> messages(const Options& options)
{
    if (!options.mail.empty())
        return mailreeve::bench::read_messages(options.mail);
    if (options.small)
        return {made(1'000)};
    std::vector<Message> all;
    // Spread, so that large ones do not come together.
    for (std::size_t i = 0; i < sizes.size(); ++i)
        all.push_back(made(sizes.at(i * 7 % sizes.size())));
    return all;
}

double since(Clock::time_point start)
{
    return Milliseconds{Clock::now() - start}.count();
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

bool goes_on(char kind)
{
    return kind == 'c' || kind == 'a';
}

// Header, body and end; what came early counts as refused, and ends the message.
bool send_content(MilterClient& milter, const Message& message, Measured& measured)
{
    milter.macros('T', {{"i", "4F1B2C3D4E"}});
    milter.data();
    for (const auto& [name, value] : message.header)
        milter.header(name, value);
    milter.end_of_headers();
    if (!goes_on(milter.body(message.body).kind))
        return false;
    const auto ended = Clock::now();
    milter.macros('E', {{"i", "4F1B2C3D4E"}});
    const auto end = milter.end_of_message();
    measured.end.push_back(since(ended));
    measured.replaced +=
        std::ranges::any_of(end.changes,
                            [](const auto& each) { return each.kind == 'b'; })
            ? 1U
            : 0U;
    return goes_on(end.verdict.kind);
}

void one_message(const Options& options, unsigned number, const Message& message,
                 Measured& measured)
{
    const auto start = Clock::now();
    MilterClient milter{options.address, patience};
    open_session(milter, options, number);
    milter.macros('M', {{"{mail_addr}", "sender@example.org"}});
    milter.mail({"<sender@example.org>"});
    const auto asked = Clock::now();
    const auto answer = milter.rcpt({"<recipient@example.net>"});
    measured.recipient.push_back(since(asked));
    if (!goes_on(answer.kind) || !send_content(milter, message, measured))
        ++measured.refused;
    milter.quit();
    measured.message.push_back(since(start));
}

void counted_message(const Options& options, unsigned number, const Message& message,
                     Measured& measured)
{
    try {
        one_message(options, number, message, measured);
    } catch (const MilterGone&) {
        ++measured.failed;
    }
}

Measured drive(const Options& options, const std::vector<Message>& mail)
{
    std::atomic<unsigned> next{0};
    std::mutex mutex;
    Measured all;
    std::vector<std::jthread> sessions;
    for (unsigned i = 0; i < options.connections; ++i)
        sessions.emplace_back([&] {
            Measured own;
            for (unsigned number = next++; number < options.messages; number = next++)
                counted_message(options, number, mail[number % mail.size()], own);
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
    return values[static_cast<std::size_t>(std::lround(part * last))];
}

void print(const char* name, std::vector<double>& values)
{
    std::printf(R"(, "%s": {"p50": %.3f, "p90": %.3f, "p99": %.3f, "most": %.3f})",
                name, percentile(values, 0.5), percentile(values, 0.9),
                percentile(values, 0.99), percentile(values, 1));
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
        open_session(idle.emplace_back(options.address, patience), options, i);

    const auto mail = messages(options); // before the time is taken
    const auto start = Clock::now();
    auto measured = drive(options, mail);
    const auto seconds = since(start) / 1000;
    std::printf("{\"messages\": %zu, \"failed\": %u, \"refused\": %u, "
                "\"replaced\": %u, \"seconds\": %.4f",
                measured.message.size(), measured.failed, measured.refused,
                measured.replaced, seconds);
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
try {
    Options options;
    CLI::App app{"A load of mail on a milter."};
    app.add_option("address", options.address, "unix:/path or inet:port@127.0.0.1")
        ->required();
    app.add_option("--mail", options.mail, "a message, or a directory of them");
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
} catch (const std::exception& error) {
    std::fprintf(stderr, "load: %s\n", error.what());
    return 1;
}
