// A daemon with everything but mailreeve's filter, for the tests of its process: it
// adds one header, and does as the subject of a message says ("sleep 300":
// milliseconds).
//
//   small_milter STATE LISTEN [DRAIN_MS [SESSIONS]] [-t] [--by-name] [--bad-reload]
#include "milter/daemon.hh"
#include "milter/process.hh"
#include "snapshot/start_settings.hh"

#include <libmilter/mfapi.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve {

namespace {

using milter::Admission;

// What `text` begins with; `otherwise` where that is no number.
int number_in(std::string_view text, int otherwise)
{
    int number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

struct TestSession {
    Admission::Place place;
    std::optional<Admission::Place> message;
    int sleep = 0;
};

Admission*& admission()
{
    static Admission* instance = nullptr;
    return instance;
}

TestSession* session(SMFICTX* context)
{
    return static_cast<TestSession*>(smfi_getpriv(context));
}

sfsistat closing_or(SMFICTX* context, sfsistat otherwise)
{
    if (!admission()->is_closing())
        return otherwise;
    if (auto* known = session(context))
        known->message.reset();
    return SMFIS_TEMPFAIL;
}

sfsistat on_connect(SMFICTX* context, char*, _SOCK_ADDR*)
{
    auto place = admission()->open_session();
    if (!place)
        return SMFIS_TEMPFAIL;
    auto made = std::make_unique<TestSession>(TestSession{std::move(*place), {}, 0});
    smfi_setpriv(context, made.release());
    return SMFIS_CONTINUE;
}

sfsistat on_mail(SMFICTX* context, char**)
{
    if (auto* known = session(context))
        known->message.emplace(admission()->begin_message());
    return closing_or(context, SMFIS_CONTINUE);
}

sfsistat on_header(SMFICTX* context, char* name, char* value)
{
    const std::string_view text{value};
    if (std::string_view{name} == "Subject" && text.find("sleep ") != text.npos)
        session(context)->sleep = number_in(text.substr(text.find("sleep ") + 6), 0);
    return closing_or(context, SMFIS_CONTINUE);
}

sfsistat on_body(SMFICTX* context, unsigned char*, size_t)
{
    return closing_or(context, SMFIS_CONTINUE);
}

sfsistat on_end(SMFICTX* context)
{
    auto* known = session(context);
    if (known->sleep > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds{known->sleep});
    std::string name = "X-Process";
    auto process = std::to_string(::getpid());
    smfi_addheader(context, name.data(), process.data());
    known->message.reset();
    return SMFIS_CONTINUE;
}

sfsistat on_abort(SMFICTX* context)
{
    if (auto* known = session(context))
        known->message.reset();
    return SMFIS_CONTINUE;
}

sfsistat on_close(SMFICTX* context)
{
    const std::unique_ptr<TestSession> ended{session(context)};
    smfi_setpriv(context, nullptr);
    return SMFIS_CONTINUE;
}

void register_small_milter()
{
    static std::string name = "small-milter";
    smfiDesc all{};
    all.xxfi_name = name.data();
    all.xxfi_version = SMFI_VERSION;
    all.xxfi_flags = SMFIF_ADDHDRS;
    all.xxfi_connect = on_connect;
    all.xxfi_envfrom = on_mail;
    all.xxfi_header = on_header;
    all.xxfi_body = on_body;
    all.xxfi_eom = on_end;
    all.xxfi_abort = on_abort;
    all.xxfi_close = on_close;
    smfi_register(all);
}

struct Arguments {
    std::vector<std::string> words;
    std::set<std::string> flags;

    Arguments(int argc, char** argv)
    {
        for (int i = 1; i < argc; ++i) {
            const std::string word{argv[i]};
            if (word.starts_with('-'))
                flags.insert(word);
            else
                words.push_back(word);
        }
    }

    int number(std::size_t index, int otherwise) const
    {
        return index < words.size() ? number_in(words[index], otherwise) : otherwise;
    }
};

[[noreturn]] void serve(const Arguments& arguments)
{
    milter::harden();
    const milter::Signals signals;
    static const SystemClock clock;
    const auto environment = milter::process_environment();
    const auto notifier = milter::Notifier::from(environment);

    snapshot::StartSettings settings;
    settings.state = arguments.words.at(0);
    settings.listen = snapshot::parse_listen_address(arguments.words.at(1)).value();
    settings.limits.sessions = static_cast<std::size_t>(arguments.number(3, 1000));
    const auto limit = milter::raise_descriptor_limit(
        milter::descriptors_for(settings.limits.sessions));

    static log::Log log{log::descriptor_sink(2, log::Prefix::None), clock};
    static Admission instance{
        {milter::sessions_within(settings.limits.sessions, limit), 100}, clock};
    admission() = &instance;
    static auto foothold = milter::gain_foothold(
        settings, milter::passed_sockets(environment),
        arguments.flags.contains("-t") ? milter::TakeOver::Always
                                       : milter::TakeOver::IfStopping,
        notifier);
    register_small_milter();
    static milter::Intake intake{
        foothold.listener,
        foothold.state,
        {.idle = settings.limits.idle,
         .backlog = static_cast<int>(settings.limits.backlog),
         .by_descriptor = !arguments.flags.contains("--by-name")}};
    std::uint64_t generation = 1;
    const bool bad = arguments.flags.contains("--bad-reload");
    milter::Daemon daemon{
        {foothold, intake, instance, signals, notifier, clock, log,
         std::chrono::milliseconds{arguments.number(2, 15000)},
         milter::watchdog_interval(environment),
         [&generation, bad] {
             const bool done = !bad || ++generation % 2 == 0;
             return milter::Reload{done, generation, "a bad file", {}};
         },
         [] {}, [] {}, std::chrono::minutes{10}, [] {}, "0"}};
    daemon.run();
}

} // namespace

} // namespace mailreeve

int main(int argc, char** argv)
{
    try {
        mailreeve::serve({argc, argv});
    } catch (const mailreeve::milter::StartRefused& refused) {
        std::fprintf(stderr, "small_milter: %s (%s)\n", refused.what(),
                     refused.hint().c_str());
        return static_cast<int>(refused.status());
    }
}
