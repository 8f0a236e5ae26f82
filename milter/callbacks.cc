#include "milter/callbacks.hh"

#include "milter/guard.hh"
#include "milter/libmilter_mta.hh"
#include "milter/session.hh"

#include <libmilter/mfapi.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <utility>
#include <vector>

namespace mailreeve::milter {

namespace {

// C callbacks have no argument for it.
const Gate*& gate()
{
    static const Gate* instance = nullptr;
    return instance;
}

// libmilter keeps the session between callbacks: the only raw pointer to own one.
void hand_over(SMFICTX* context, std::unique_ptr<Session> session)
{
    smfi_setpriv(context, session.release());
}

std::unique_ptr<Session> take_back(SMFICTX* context)
{
    std::unique_ptr<Session> session{static_cast<Session*>(smfi_getpriv(context))};
    smfi_setpriv(context, nullptr);
    return session;
}

Session* session_of(SMFICTX* context)
{
    return static_cast<Session*>(smfi_getpriv(context));
}

sfsistat status(Answer answer)
{
    switch (answer) {
    case Answer::Continue:
        return SMFIS_CONTINUE;
    case Answer::NoReply:
        return SMFIS_NOREPLY;
    case Answer::Skip:
        return SMFIS_SKIP;
    case Answer::Discard:
        return SMFIS_DISCARD;
    case Answer::TempFail:
        return SMFIS_TEMPFAIL;
    case Answer::Reject:
        break;
    }
    return SMFIS_REJECT;
}

// A stage without a reply must get none, whatever happens: libmilter would lose step
// with the MTA.
template <class Call>
sfsistat stage(SMFICTX* context, Stage which, const Call& call) noexcept
{
    auto* session = session_of(context);
    if (session == nullptr)
        return SMFIS_TEMPFAIL;
    LibmilterMta mta{context};
    const auto last_resort = session->is_silent(which) ? SMFIS_NOREPLY : SMFIS_TEMPFAIL;
    return guarded(
        last_resort, [&] { return status(call(*session, mta)); },
        [&](std::string_view what) {
            return status(session->failed(mta, which, what));
        });
}

std::optional<net::IpAddress> address_of(const _SOCK_ADDR* address)
{
    if (address == nullptr)
        return std::nullopt;
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        std::array<std::uint8_t, 4> octets{};
        std::memcpy(octets.data(), &v4.sin_addr, octets.size());
        return net::IpAddress::v4(octets);
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        std::array<std::uint8_t, 16> octets{};
        std::memcpy(octets.data(), &v6.sin6_addr, octets.size());
        return net::IpAddress::v6(octets);
    }
    return std::nullopt;
}

std::string_view text(const char* argument)
{
    return argument != nullptr ? argument : "";
}

// Those behind the sender.
MailParameters parameters(char** arguments)
{
    constexpr std::size_t most = 32; // an MTA knows about ten
    std::vector<std::string_view> words;
    if (arguments != nullptr && *arguments != nullptr)
        for (++arguments; *arguments != nullptr && words.size() < most; ++arguments)
            words.push_back(text(*arguments));
    return MailParameters::of(words);
}

// The first of the arguments of MAIL or RCPT.
std::string_view first(char** arguments)
{
    return arguments != nullptr ? text(*arguments) : "";
}

void ask_for_macros(SMFICTX* context)
{
    for (const auto& list : macro_lists)
        if (smfi_setsymlist(context, list.stage, std::string{list.names}.data()) !=
            MI_SUCCESS)
            throw MtaFailed{"smfi_setsymlist failed"};
}

sfsistat begin(SMFICTX* context, const Offer& offer, Agreement& agreement)
{
    const auto load =
        gate()->admission.is_full() ? Load::OverLimits : Load::WithinLimits;
    agreement = negotiate(offer, load, gate()->wants());
    if (agreement.grants(action::set_macros))
        ask_for_macros(context);
    hand_over(context, std::make_unique<Session>(*gate(), agreement));
    return SMFIS_CONTINUE;
}

// After "quit, a new connection follows" there is no negotiation: what was agreed on is
// not known, so that nothing is counted upon.
void meet_again(SMFICTX* context) noexcept
{
    const auto create = [&] {
        hand_over(context, std::make_unique<Session>(*gate(), Agreement{}));
        return true;
    };
    guarded(false, create, [](std::string_view) { return false; });
}

extern "C" {

// NOLINTNEXTLINE(readability-function-size): libmilter's parameters
sfsistat on_negotiate(SMFICTX* context, unsigned long actions, unsigned long steps,
                      unsigned long, unsigned long, unsigned long* our_actions,
                      unsigned long* our_steps, unsigned long* reserved2,
                      unsigned long* reserved3)
{
    Agreement agreement;
    const Offer offer{static_cast<std::uint32_t>(actions),
                      static_cast<std::uint32_t>(steps)};
    const auto result = guarded(
        SMFIS_REJECT, [&] { return begin(context, offer, agreement); },
        [](std::string_view what) {
            gate()->log.write(
                log::Severity::Error,
                log::Record{"fault"}.with("stage", "negotiate").with("what", what));
            return SMFIS_REJECT;
        });
    *our_actions = agreement.actions;
    *our_steps = agreement.steps;
    *reserved2 = 0;
    *reserved3 = 0;
    return result;
}

sfsistat on_connect(SMFICTX* context, char* host, _SOCK_ADDR* address)
{
    if (session_of(context) == nullptr)
        meet_again(context);
    return stage(context, Stage::Connect, [&](Session& session, Mta& mta) {
        return session.connect(mta, text(host), address_of(address));
    });
}

sfsistat on_helo(SMFICTX* context, char* name)
{
    return stage(context, Stage::Helo,
                 [&](Session& session, Mta&) { return session.helo(text(name)); });
}

sfsistat on_mail(SMFICTX* context, char** arguments)
{
    return stage(context, Stage::Mail, [&](Session& session, Mta& mta) {
        return session.mail(mta, first(arguments), parameters(arguments));
    });
}

sfsistat on_recipient(SMFICTX* context, char** arguments)
{
    return stage(context, Stage::Recipient, [&](Session& session, Mta& mta) {
        return session.recipient(mta, first(arguments));
    });
}

sfsistat on_header(SMFICTX* context, char* name, char* value)
{
    return stage(context, Stage::Header, [&](Session& session, Mta&) {
        return session.header(text(name), text(value));
    });
}

sfsistat on_body(SMFICTX* context, unsigned char* chunk, size_t size)
{
    return stage(context, Stage::Body, [&](Session& session, Mta&) {
        return session.body({reinterpret_cast<const char*>(chunk), size});
    });
}

sfsistat on_end_of_message(SMFICTX* context)
{
    return stage(context, Stage::End, [](Session& session, Mta& mta) {
        return session.end_of_message(mta);
    });
}

sfsistat on_abort(SMFICTX* context)
{
    // The answer to an abort is thrown away.
    stage(context, Stage::End, [](Session& session, Mta&) {
        session.abort();
        return Answer::Continue;
    });
    return SMFIS_CONTINUE;
}

// Of sessions that have been idle for too long libmilter calls this while it holds the
// lock of its pool: nothing in it waits.
sfsistat on_close(SMFICTX* context)
{
    take_back(context).reset();
    return SMFIS_CONTINUE;
}

} // extern "C"

// xxfi_eoh, xxfi_data and xxfi_unknown are left out on purpose: libmilter
// learns from that, and not from negotiation, that it may go from one of the other
// stages to the next without them.
smfiDesc description()
{
    static std::string name = "mailreeve";
    smfiDesc all{};
    all.xxfi_name = name.data();
    all.xxfi_version = SMFI_VERSION;
    all.xxfi_flags = SMFIF_NONE; // negotiated
    all.xxfi_connect = on_connect;
    all.xxfi_helo = on_helo;
    all.xxfi_envfrom = on_mail;
    all.xxfi_envrcpt = on_recipient;
    all.xxfi_header = on_header;
    all.xxfi_body = on_body;
    all.xxfi_eom = on_end_of_message;
    all.xxfi_abort = on_abort;
    all.xxfi_close = on_close;
    all.xxfi_negotiate = on_negotiate;
    return all;
}

} // namespace

void register_callbacks(const Gate& shared)
{
    gate() = &shared;
    if (smfi_register(description()) != MI_SUCCESS)
        throw MtaFailed{"smfi_register failed"};
}

} // namespace mailreeve::milter
