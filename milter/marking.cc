#include "milter/marking.hh"

#include "mailreeve/base/ascii.hh"

#include <charconv>
#include <utility>

namespace mailreeve::milter {

namespace {

constexpr std::string_view postfix = "Postfix ";
constexpr std::pair first_with_envelope_id{3, 3}; // MILTER_README

std::pair<int, int> version_of(std::string_view text)
{
    std::pair version{0, 0};
    const auto* const end = text.data() + text.size();
    const auto [dot, error] = std::from_chars(text.data(), end, version.first);
    if (error == std::errc{} && dot != end && *dot == '.')
        std::from_chars(dot + 1, end, version.second);
    return version;
}

bool is_postfix(const Connection& connection)
{
    return connection.mta_version.starts_with(postfix);
}

bool takes_envelope_id(const Connection& connection)
{
    if (!is_postfix(connection))
        return !connection.mta_version.empty();
    return version_of(std::string_view{connection.mta_version}.substr(
               postfix.size())) >= first_with_envelope_id;
}

// Raw, as the field that is there or will be.
std::string message_id(const Leaving& leaving)
{
    if (leaving.headers.has_message_id())
        return leaving.headers.message_id_value();
    return '<' + leaving.id.text() + '@' +
           (leaving.host.empty() ? "localhost" : leaving.host) + '>';
}

std::string as_sent(const Leaving& leaving, const std::string& value)
{
    return leaving.connection.agreement.leading_space() ? ' ' + value : value;
}

// Sendmail forgets what the client said of the message when its sender is changed;
// Postfix keeps it, and complains of parameters that it does not know here.
std::string parameters(const Leaving& leaving, const std::string& envelope_id)
{
    auto all = envelope_id.empty() ? std::string{} : "ENVID=" + envelope_id;
    if (is_postfix(leaving.connection))
        return all;
    const auto& said = leaving.parameters;
    for (const auto& word : {said.envelope_id, said.ret, said.body, said.utf8})
        if (!word.empty())
            all += (all.empty() ? "" : " ") + word;
    return all;
}

// The same bytes between the brackets: another spelling would be another sender.
std::string as_given(const mail::Address& sender)
{
    std::string_view raw = sender.raw();
    if (raw.starts_with('<') && raw.ends_with('>'))
        raw = raw.substr(1, raw.size() - 2);
    return std::string{raw};
}

bool wants_envelope_id(const Leaving& leaving)
{
    return leaving.settings.bounces.envelope_id &&
           leaving.parameters.envelope_id.empty() &&
           takes_envelope_id(leaving.connection);
}

// True unless it was wanted and could not be.
bool change_envelope(const Leaving& leaving, const bounce::Marks& marks, Mta& mta)
{
    const bool with_id = wants_envelope_id(leaving);
    if (!with_id && !marks.tagged)
        return true;
    if (!leaving.connection.agreement.grants(action::change_sender))
        return false;
    const auto& sender = marks.tagged ? marks.tagged->text() : as_given(leaving.sender);
    mta.change_sender(sender, parameters(leaving, with_id ? marks.envelope_id : ""));
    return true;
}

void change_header(const Leaving& leaving, const bounce::Marks& marks, Mta& mta)
{
    for (const auto& place : leaving.headers.stamps())
        mta.delete_header(place.name, place.index);
    if (!leaving.headers.has_message_id())
        mta.append_header("Message-ID", as_sent(leaving, message_id(leaving)));
    // On one line: what returns it in a text may lose the white space of folding.
    mta.insert_header(leaving.settings.bounces.header, as_sent(leaving, marks.stamp));
}

} // namespace

bool gets_marks(const Leaving& leaving)
{
    const auto& domain = leaving.sender.domain();
    return domain && leaving.settings.local.has(*domain) &&
           leaving.settings.bounces.rules_for(*domain).mode != bounce::Mode::Off;
}

bounce::Outgoing outgoing(const Leaving& leaving,
                          const std::vector<inspect::Recipient>& recipients,
                          const std::string& queue_id)
{
    bounce::Outgoing outgoing;
    outgoing.sender = leaving.sender;
    outgoing.from = leaving.headers.from_value();
    outgoing.message_id = message_id(leaving);
    for (const auto& recipient : recipients)
        outgoing.recipients.push_back(recipient.address);
    outgoing.queue_id = queue_id;
    outgoing.batv = leaving.settings.bounces.rules_for(*leaving.sender.domain()).batv;
    return outgoing;
}

bool can_be_marked(const Leaving& leaving)
{
    const auto& agreement = leaving.connection.agreement;
    return agreement.grants(action::add_headers) &&
           (leaving.headers.stamps().empty() ||
            agreement.grants(action::change_headers));
}

std::string add_marks(const Leaving& leaving, const bounce::Marks& marks, Mta& mta)
{
    change_header(leaving, marks, mta);
    if (leaving.settings.mode == policy::Mode::Observe)
        return {};
    return change_envelope(leaving, marks, mta) ? "" : "envid";
}

} // namespace mailreeve::milter
