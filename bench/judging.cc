// What it costs to read and judge a bounce of 30 KB that brings its message back whole:
// microseconds, the median of many.
#include "mailreeve/bounce/judge.hh"
#include "mailreeve/bounce/sqlite_ledger.hh"
#include "mailreeve/bounce/stamper.hh"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace bounce = mailreeve::bounce;
namespace fs = std::filesystem;
namespace store = mailreeve::store;
using std::chrono::steady_clock;

constexpr std::size_t wanted_bytes = 30'000;
constexpr int rounds = 2000;

constexpr const char* from = "Alice Example <alice@example.net>";
constexpr const char* message_id = "<20261126191500.4711@mail.example.net>";

mailreeve::mail::Address address(std::string_view text)
{
    return mailreeve::mail::Address::parse(text).value();
}

std::string stamp_from(const bounce::Stamper& stamper)
{
    const auto marks = stamper.mark({address("<alice@example.net>"),
                                     from,
                                     message_id,
                                     {address("<bob@example.org>")},
                                     "4YxWvUtSrQz"});
    return std::get<bounce::Marks>(marks).stamp;
}

std::string bounce_of(const std::string& stamp)
{
    std::string text =
        "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "To: alice@example.net\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status;"
        " boundary=\"b\"\r\n\r\n"
        "--b\r\n\r\nThis is the mail system at host mx.example.org.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        "Final-Recipient: rfc822; bob@example.org\r\nAction: failed\r\n"
        "Status: 5.1.1\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        "X-Mailreeve-Stamp: " +
        stamp + "\r\nFrom: " + from + "\r\nMessage-ID: " + message_id +
        "\r\nTo: bob@example.org\r\nSubject: Hello\r\n\r\n";
    while (text.size() < wanted_bytes)
        text += "A line of the letter that could not be delivered to its reader.\r\n";
    return text + "\r\n--b--\r\n";
}

store::Database open_state(const fs::path& file)
{
    store::Database database{file};
    store::migrate(database, std::span{&bounce::bounces_schema, 1});
    return database;
}

// Microseconds of each round.
std::vector<double> measure(const bounce::Verifier& verifier, const std::string& text)
{
    std::vector<double> took;
    for (int round = 0; round < rounds; ++round) {
        const auto began = steady_clock::now();
        const auto reading = bounce::read({}, text, true);
        const auto judgement = verifier.judge(reading, {address("<alice@example.net>")},
                                              bounce::Counting::No);
        const std::chrono::duration<double, std::micro> passed =
            steady_clock::now() - began;
        if (judgement.outcome != bounce::Outcome::Valid)
            throw std::runtime_error{"it is not valid: " + judgement.detail};
        took.push_back(passed.count());
    }
    std::ranges::sort(took);
    return took;
}

void say(const std::string& what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
}

void run(const fs::path& directory)
{
    const mailreeve::SystemClock clock;
    const auto file = directory / "state.db";
    auto reader = open_state(file);
    store::Committer writer{[&] { return open_state(file); }, say};
    bounce::SqliteLedger ledger{directory / "ledger", {reader, writer}, clock, say};
    std::vector<bounce::Key> made;
    made.emplace_back(
        mailreeve::crypto::make_stored_key(clock.wall(), mailreeve::WallTime{}));
    const bounce::Keys keys{std::make_shared<const bounce::KeyRing>(std::move(made))};
    const auto text = bounce_of(stamp_from({keys, ledger, clock}));
    const bounce::Verifier verifier{[&keys] { return keys.copy(); }, ledger, clock, {}};
    const auto took = measure(verifier, text);
    std::printf(
        "bounce of %zu bytes, read and judged, in us: median %.0f  99 %% %.0f\n",
        text.size(), took[took.size() / 2], took[took.size() * 99 / 100]);
}

} // namespace

int main()
try {
    auto name = (fs::temp_directory_path() / "mailreeve-judging-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error{"no directory for temporary files"};
    run(name);
    fs::remove_all(name);
    return 0;
} catch (const std::exception& error) {
    say(error.what());
    return 1;
}
