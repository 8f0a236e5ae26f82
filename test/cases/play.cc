#include "test/cases/play.hh"

#include "milter/guard.hh"
#include "milter/reply_text.hh"
#include "milter/session.hh"
#include "test/cases/known_names.hh"
#include "test/support/doorstep.hh"
#include "test/support/fake_mta.hh"

#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace mailreeve::test {

using milter::Answer;
using milter::Stage;

namespace {

std::size_t number(std::string_view text, int base = 10)
{
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

// limits sessions=1 work=0
milter::Admission::Limits limits_of(const std::string& text)
{
    milter::Admission::Limits limits;
    std::istringstream words{text};
    for (std::string word; words >> word;) {
        const auto equals = word.find('=');
        auto& limit = word.starts_with("sessions") ? limits.sessions : limits.work;
        limit = number(std::string_view{word}.substr(equals + 1));
    }
    return limits;
}

// \n, \t, \\ and \xNN become bytes.
std::string with_bytes(const std::string& text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            bytes += text[i];
            continue;
        }
        const char kind = text[++i];
        if (kind == 'x') {
            bytes += static_cast<char>(number(text.substr(i + 1, 2), 16));
            i += 2;
        } else
            bytes += kind == 'n' ? '\n' : kind == 't' ? '\t' : kind;
    }
    return bytes;
}

std::string on_one_line(std::string text)
{
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n'))
        text.replace(at, 1, "\\n");
    return text;
}

std::string text(Answer answer, const std::optional<policy::Reply>& reply)
{
    switch (answer) {
    case Answer::Continue:
        return "continue";
    case Answer::NoReply:
        return "no reply";
    case Answer::Skip:
        return "skip";
    case Answer::Discard:
        return "discard";
    case Answer::TempFail:
    case Answer::Reject:
        break;
    }
    return reply ? milter::line(*reply) : "refused without a word";
}

class Player {
public:
    explicit Player(const CaseFile& scene)
        : door_{scene.config, limits_of(scene.limits)}, names_{door_.clock}
    {
        for (const auto& line : scene.dns)
            teach(door_.resolver, line);
        open({0x1ff, 0x1fffff});
    }

    std::vector<std::string> play(const std::vector<std::string>& spoken)
    {
        for (const auto& line : spoken)
            say(line);
        session_.reset();
        note_effects();
        return written_;
    }

private:
    void open(const milter::Offer& offer)
    {
        const auto load = door_.admission.is_full() ? milter::Load::OverLimits
                                                    : milter::Load::WithinLimits;
        session_.reset();
        session_ = std::make_unique<milter::Session>(
            door_.gate, milter::negotiate(offer, load, door_.gate.wants()));
    }

    void say(const std::string& line)
    {
        written_.push_back(line);
        const auto space = line.find(' ');
        auto verb = line.substr(0, space);
        const auto rest = space == std::string::npos ? "" : line.substr(space + 1);
        std::size_t times = 1;
        if (const auto star = verb.find('*'); star != std::string::npos) {
            times = number(std::string_view{verb}.substr(star + 1));
            verb.erase(star);
        }
        for (; times > 0; --times)
            do_it(verb, rest);
        note_effects();
    }

    void do_it(const std::string& verb, const std::string& rest)
    {
        if (verb == "negotiate")
            open({static_cast<std::uint32_t>(number(rest, 16)),
                  static_cast<std::uint32_t>(
                      number(rest.substr(rest.find(' ') + 1), 16))});
        else if (verb == "close")
            open({0x1ff, 0x1fffff});
        else if (verb == "abort")
            session_->abort();
        else if (verb == "reload")
            door_.configure(with_bytes(rest));
        else if (verb == "ledger")
            set_ledger(rest);
        else if (verb == "keys")
            door_.keys.exchange(nullptr);
        else if (verb == "broken")
            mta_.breaks(rest == "headers" ? FakeMta::Broken::Headers
                                          : FakeMta::Broken::Everything);
        else if (verb == "mended")
            mta_.breaks(FakeMta::Broken::Nothing);
        else if (verb == "advance")
            door_.clock.advance(std::chrono::seconds{number(rest)});
        else
            note_answer(ask(verb, rest));
    }

    // full, silent, well
    void set_ledger(const std::string& state)
    {
        door_.ledger.fail_to_record(state == "full");
        door_.ledger.fail_to_answer(state == "silent");
    }

    Answer ask(const std::string& verb, const std::string& rest)
    {
        if (verb == "header")
            return header(with_bytes(rest));
        if (verb == "mail") // libmilter forgets what later stages brought
            for (const auto* name : {"i", "{auth_authen}", "{mail_mailer}"})
                mta_.with(name, "");
        const auto words = without_macros(rest);
        if (verb == "connect")
            return connect(words);
        const auto first = words.empty() ? "" : with_bytes(words[0]);
        const std::vector<std::string_view> behind{
            words.begin() + (words.empty() ? 0 : 1), words.end()};
        if (verb == "helo")
            return run(Stage::Helo, [&] { return session_->helo(first); });
        if (verb == "mail")
            return run(Stage::Mail, [&] {
                return session_->mail(mta_, first, milter::MailParameters::of(behind));
            });
        if (verb == "rcpt")
            return run(Stage::Recipient,
                       [&] { return session_->recipient(mta_, first); });
        if (verb == "body")
            return run(Stage::Body, [&] { return session_->body(with_bytes(rest)); });
        if (verb == "end")
            return run(Stage::End, [&] { return session_->end_of_message(mta_); });
        throw std::runtime_error{"what does \"" + verb + "\" mean?"};
    }

    Answer connect(const std::vector<std::string>& words)
    {
        const auto address = net::IpAddress::parse(words.at(1));
        return run(Stage::Connect,
                   [&] { return session_->connect(mta_, words[0], address); });
    }

    Answer header(const std::string& field)
    {
        const auto colon = field.find(':');
        const auto name = field.substr(0, colon);
        auto value = std::string_view{field}.substr(colon + 1);
        return run(Stage::Header, [&] { return session_->header(name, value); });
    }

    // As callbacks.cc does.
    Answer run(Stage stage, const std::function<Answer()>& call)
    {
        return milter::guarded(Answer::TempFail, call, [&](std::string_view what) {
            return session_->failed(mta_, stage, what);
        });
    }

    // The words of a line; its {macro}=value are told to the MTA.
    std::vector<std::string> without_macros(const std::string& rest)
    {
        std::vector<std::string> words;
        std::istringstream stream{rest};
        for (std::string word; stream >> word;) {
            const auto end = word.find("}=");
            if (!word.starts_with('{') || end == std::string::npos)
                words.push_back(word);
            else if (end == 2) // {i}: libmilter gives those of one letter bare
                mta_.with(word.substr(1, 1), with_bytes(word.substr(4)));
            else
                mta_.with(word.substr(0, end + 1), with_bytes(word.substr(end + 2)));
        }
        return words;
    }

    void note_answer(Answer answer)
    {
        const auto line = "  < " + text(answer, mta_.take_reply());
        // Fifty times the same answer is told once.
        if (written_.back() != line)
            note(line);
    }

    void note_effects()
    {
        for (const auto& change : mta_.take_changes())
            note("  " + change);
        for (const auto& line : door_.take_log())
            note("  | " + line);
    }

    void note(const std::string& line)
    {
        written_.push_back(names_.known(on_one_line(line)));
    }

    Doorstep door_;
    KnownNames names_;
    FakeMta mta_;
    std::unique_ptr<milter::Session> session_;
    std::vector<std::string> written_;
};

} // namespace

std::vector<std::string> play(const CaseFile& scene)
{
    return Player{scene}.play(scene.spoken());
}

} // namespace mailreeve::test
