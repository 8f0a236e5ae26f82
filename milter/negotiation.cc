#include "milter/negotiation.hh"

namespace mailreeve::milter {

namespace {

constexpr std::uint32_t wanted_actions = action::add_headers | action::change_headers |
                                         action::quarantine | action::set_macros;

// Envelope ids and tags on what leaves, tags off what comes back.
constexpr std::uint32_t bounce_actions =
    action::change_sender | action::add_recipients | action::delete_recipients;

constexpr std::uint32_t wanted_steps =
    step::no_end_of_headers | step::silent_header | step::no_unknown | step::no_data |
    step::silent_helo | step::silent_mail | step::silent_data | step::silent_unknown |
    step::silent_end_of_headers | step::leading_space;

// Attachments taken out, recipients whose copy is kept back taken off.
constexpr std::uint32_t content_actions =
    action::change_body | action::delete_recipients;

std::uint32_t silence(Stage stage)
{
    switch (stage) {
    case Stage::Connect:
        return step::silent_connect;
    case Stage::Helo:
        return step::silent_helo;
    case Stage::Mail:
        return step::silent_mail;
    case Stage::Header:
        return step::silent_header;
    case Stage::Recipient:
    case Stage::Body:
    case Stage::End:
        break;
    }
    return 0;
}

} // namespace

bool Agreement::is_silent(Stage stage) const
{
    return (steps & silence(stage)) != 0;
}

Agreement negotiate(const Offer& offer, Load load, Wants wants)
{
    auto actions = wanted_actions;
    if (wants.bounces)
        actions |= bounce_actions;
    if (wants.contents)
        actions |= content_actions;
    auto steps =
        wanted_steps | (wants.bounces || wants.contents ? step::skip : step::no_body);
    if (load == Load::WithinLimits)
        steps |= step::silent_connect;
    return {offer.actions & actions, offer.steps & steps};
}

std::vector<std::string_view> lacking(const Agreement& agreement)
{
    std::vector<std::string_view> features;
    if (!agreement.grants(action::add_headers))
        features.emplace_back("headers that say why");
    if (!agreement.grants(action::change_headers))
        features.emplace_back("subject tags and the removal of forged headers");
    if (!agreement.grants(action::quarantine))
        features.emplace_back("quarantine");
    if (agreement.has_body() && !agreement.grants(action::change_sender))
        features.emplace_back("envelope ids on what leaves");
    return features;
}

} // namespace mailreeve::milter
