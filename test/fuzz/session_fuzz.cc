// What an MTA may say, in any order and of any bytes, through the session: every answer
// is one that its stage may have, every line of the log is one line, and a message is
// judged as if it were the only one of its connection.
#include "milter/guard.hh"
#include "milter/reply_text.hh"
#include "milter/session.hh"
#include "test/fuzz/hold.hh"
#include "test/support/doorstep.hh"
#include "test/support/fake_mta.hh"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace {

using namespace mailreeve;
using milter::Answer;
using milter::Stage;
using test::hold;

constexpr char settings[] = R"(
hostname: mx1.example.net
organization: Example Ltd
local: {domains: [example.net, example.org], relays: [203.0.113.25]}
reverse_dns: {missing: defer, invalid: reject}
helo: {own_name: reject}
deny: {senders: [bad@example.com]}
allow: {senders: [friend@example.com], recipients: [joe@example.net]}
rbl: {lists: [{zone: bl.example, points: 5}, {zone: bl2.example, points: 6}]}
overrides: [{for: [example.org], actions: {surespam: reject}}]
bounces: {mode: liberal, learning: 0s, storm: 0, per_recipient: 1000, never_sends: [no@example.net]}
)";

std::unique_ptr<test::Doorstep>& house()
{
    static std::unique_ptr<test::Doorstep> instance;
    return instance;
}

test::Doorstep& door()
{
    return *house();
}

// What it costs to make is shared; what inputs leave behind is bounded by making it
// anew.
void open_house()
{
    static unsigned used = 0;
    if (used++ % 500 != 0)
        return;
    house().reset();
    house() = std::make_unique<test::Doorstep>(settings);
    door()
        .resolver.with_names("192.0.2.1", {"mail.example.com"})
        .with("mail.example.com", {"192.0.2.1"})
        .with("1.2.0.192.bl.example", {"127.0.0.2"})
        .with_names("192.0.2.2", {"mx.example.com"})
        .with("mx.example.com", {"192.0.2.2"})
        .with("2.2.0.192.bl.example", {"127.0.0.2"})
        .with("2.2.0.192.bl2.example", {"127.0.0.2"});
}

// One thing that the MTA says: a letter, and a text.
struct Saying {
    char verb = 0;
    std::string text;
};

std::vector<Saying> sayings(std::string_view input)
{
    constexpr std::size_t most = 200;
    std::vector<Saying> all;
    while (!input.empty() && all.size() < most) {
        const auto end = std::min(input.find('\n'), input.size());
        if (end > 0) {
            Saying saying{input[0], std::string{input.substr(1, end - 1)}};
            std::ranges::replace(saying.text, '\x01', '\n'); // a line end within
            all.push_back(std::move(saying));
        }
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    return all;
}

bool is_fit(const std::string& text)
{
    return text.size() <= milter::max_reply_text &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<Stage> stage_of(char verb)
{
    switch (verb) {
    case 'C':
        return Stage::Connect;
    case 'H':
        return Stage::Helo;
    case 'M':
        return Stage::Mail;
    case 'R':
        return Stage::Recipient;
    case 'L':
        return Stage::Header;
    case 'B':
        return Stage::Body;
    case 'E':
        return Stage::End;
    default:
        return std::nullopt;
    }
}

// What comes of one stage, but for the ids in it.
struct Outcome {
    Answer answer = Answer::Continue;
    std::vector<std::string> told;

    bool operator==(const Outcome&) const = default;
};

class Visit {
public:
    explicit Visit(const milter::Agreement& agreement)
        : agreement_{agreement}, session_{std::make_unique<milter::Session>(door().gate,
                                                                            agreement)}
    {
    }

    Outcome say(const Saying& saying)
    {
        Outcome outcome;
        if (const auto stage = stage_of(saying.verb)) {
            outcome.answer = run(*stage, saying.text);
            hold_legal(*stage, outcome.answer);
        } else if (saying.verb == 'A')
            session_->abort();
        else if (saying.verb == 'W')
            set_macro(saying.text);
        for (auto& change : mta_.take_changes())
            outcome.told.push_back(without_id(std::move(change)));
        return outcome;
    }

private:
    Answer run(Stage stage, const std::string& text)
    {
        return milter::guarded(
            Answer::TempFail, [&] { return call(stage, text); },
            [&](std::string_view what) { return session_->failed(mta_, stage, what); });
    }

    Answer call(Stage stage, const std::string& text)
    {
        const auto colon = std::min(text.find(':'), text.size());
        switch (stage) {
        case Stage::Connect:
            return session_->connect(mta_, text, net::IpAddress::parse(text));
        case Stage::Helo:
            return session_->helo(text);
        case Stage::Mail:
            return session_->mail(mta_, text);
        case Stage::Recipient:
            return session_->recipient(mta_, text);
        case Stage::Header:
            return session_->header(
                text.substr(0, colon),
                std::string_view{text}.substr(std::min(colon + 1, text.size())));
        case Stage::Body:
            return session_->body(text);
        case Stage::End:
            break;
        }
        return session_->end_of_message(mta_);
    }

    void hold_legal(Stage stage, Answer answer)
    {
        const auto reply = mta_.take_reply();
        hold(agreement_.is_silent(stage) == (answer == Answer::NoReply));
        const bool refuses = answer == Answer::TempFail || answer == Answer::Reject;
        hold(refuses == reply.has_value());
        hold(answer != Answer::Skip || (stage == Stage::Body && agreement_.skips()));
        hold(!refuses || stage == Stage::Recipient || stage == Stage::End);
        if (!reply)
            return;
        hold((answer == Answer::TempFail) == (reply->code / 100 == 4));
        hold((answer == Answer::Reject) == (reply->code / 100 == 5));
        hold(is_fit(reply->text));
    }

    void set_macro(const std::string& text)
    {
        const auto equals = std::min(text.find('='), text.size());
        mta_.with(text.substr(0, equals),
                  text.substr(std::min(equals + 1, text.size())));
    }

    // Ids are made of the time, which stands still, and six more letters. What a stamp
    // and an envelope id end in is made of chance.
    static std::string without_id(std::string text)
    {
        static const auto start = Id::from(door().clock.wall(), 0).text().substr(0, 7);
        for (auto at = text.find(start); at != std::string::npos; at = text.find(start))
            text.replace(at, 13, "ID");
        for (const std::string_view chance : {"; n=", "ENVID=mr1."})
            text.erase(std::min(text.find(chance), text.size()));
        return text;
    }

    milter::Agreement agreement_;
    test::FakeMta mta_;
    std::unique_ptr<milter::Session> session_;
};

// Waiting for the log's thread costs more than all else: some inputs do it for all.
void hold_log()
{
    static unsigned ended = 0;
    if (++ended % 50 != 0)
        return;
    for (const auto& line : door().take_log()) {
        hold(line.find_first_of("\r\n\x1b") == std::string::npos);
        hold(line.find(" fault ") == std::string::npos);
    }
}

// What made the message that ends here what it is: the client, the last HELO, the
// macros, and all since MAIL.
class Memory {
public:
    void note(const Saying& saying)
    {
        if (saying.verb == 'C')
            connection_ = {saying};
        else if (saying.verb == 'M')
            message_ = {saying};
        else if (saying.verb == 'H')
            helo_ = {saying};
        else if (saying.verb == 'A')
            message_.clear();
        else if (saying.verb == 'W') {
            macros_.push_back(saying);
            usable_ = usable_ && message_.empty();
        } else
            message_.push_back(saying);
        // Within a message they are told to the inspection, which goes on by them.
        if ((saying.verb == 'C' || saying.verb == 'H') && !message_.empty())
            usable_ = false;
        if (saying.verb == 'C')
            helo_.clear();
    }

    bool usable() const
    {
        return usable_ && !connection_.empty() && !message_.empty() &&
               message_.front().verb == 'M';
    }

    std::vector<Saying> all() const
    {
        auto lines = macros_;
        for (const auto* part : {&connection_, &helo_, &message_})
            lines.insert(lines.end(), part->begin(), part->end());
        return lines;
    }

    void end_message() { message_.clear(); }

private:
    std::vector<Saying> macros_;
    std::vector<Saying> connection_;
    std::vector<Saying> helo_;
    std::vector<Saying> message_;
    bool usable_ = true;
};

Outcome alone(const milter::Agreement& agreement, const std::vector<Saying>& lines)
{
    Visit visit{agreement};
    Outcome last;
    for (const auto& line : lines)
        last = visit.say(line);
    return last;
}

} // namespace

// The first byte says what the MTA offers, then a saying a line: W name=value, C
// address, H name, M sender, R recipient, L name:value, B body, E, A.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    open_house();
    const milter::Offer offer{(bytes[0] & 1U) != 0 ? 0x1ffU : 0x0fU,
                              (bytes[0] & 2U) != 0 ? 0x1fffffU : 0x1ff07fU};
    const auto agreement =
        milter::negotiate(offer, milter::Load::WithinLimits,
                          milter::Wants{.bounces = true, .contents = true});
    Memory memory;
    Visit visit{agreement};
    for (const auto& saying : sayings(test::input(bytes + 1, size - 1))) {
        memory.note(saying);
        const auto outcome = visit.say(saying);
        if (saying.verb != 'E')
            continue;
        if (memory.usable())
            hold(outcome == alone(agreement, memory.all()));
        memory.end_message();
    }
    hold_log();
    return 0;
}
