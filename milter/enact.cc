#include "milter/enact.hh"

#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/subject.hh"
#include "milter/reply_text.hh"
#include "snapshot/verdict_headers.hh"

namespace mailreeve::milter {

namespace {

// A value as the MTA takes it: it may leave the space after the colon to us.
std::string as_sent(const std::string& value, const Agreement& agreement)
{
    return agreement.leading_space() ? ' ' + value : value;
}

void insert(const Closing& closing, Mta& mta, const std::string& name,
            const std::string& value)
{
    mta.insert_header(name, as_sent(mail::fold(name, value), closing.agreement));
}

void remove_forged(const Closing& closing, Mta& mta)
{
    for (const auto& place : closing.headers.forged())
        mta.delete_header(place.name, place.index);
}

// Each goes on top of the one before.
void add_headers(const Closing& closing, Mta& mta)
{
    if (!closing.iprev.empty() && !closing.authserv_id.empty())
        insert(closing, mta, snapshot::results_field,
               snapshot::results_value(closing.authserv_id, closing.iprev,
                                       closing.address));
    insert(closing, mta, snapshot::findings_field,
           snapshot::findings_value(closing.decision.findings));
    insert(closing, mta, snapshot::verdict_field,
           snapshot::verdict_value(closing.decision, closing.id));
}

// Every Subject there is: which of several a reader shows, only he knows.
void tag_subject(const Closing& closing, Mta& mta, const std::string& tag)
{
    const auto& subjects = closing.headers.subjects();
    if (subjects.empty())
        mta.append_header("Subject", as_sent(mail::tagged_subject(std::nullopt, tag),
                                             closing.agreement));
    for (auto it = subjects.rbegin(); it != subjects.rend(); ++it) {
        const auto tagged = mail::tagged_subject(it->value, tag);
        if (tagged != it->value)
            mta.change_header(it->place.name, it->place.index, tagged);
    }
}

// What follows is the hold queue of the MTA, for the whole message.
void hold(const Closing& closing, Mta& mta, const std::string& reason)
{
    mta.quarantine(mail::printable("mailreeve " + closing.id.text() + ": " + reason));
}

class Permit {
public:
    Permit(const Agreement& agreement, std::string& lacking)
        : agreement_{agreement}, lacking_{lacking}
    {
    }

    bool has(std::uint32_t wanted, std::string_view feature)
    {
        if (agreement_.grants(wanted))
            return true;
        lacking_.append(lacking_.empty() ? "" : ",").append(feature);
        return false;
    }

private:
    const Agreement& agreement_;
    std::string& lacking_;
};

} // namespace

Answer refuse(Mta& mta, const policy::Reply& presentable)
{
    mta.set_reply(presentable);
    return presentable.code < 500 ? Answer::TempFail : Answer::Reject;
}

Enacted enact(const Closing& closing, Mta& mta)
{
    Enacted enacted;
    const auto& verdict = closing.decision.verdict;
    if (const auto* reply = policy::reply(verdict)) {
        const auto shown = presentable(*reply, closing.id);
        enacted.answer = refuse(mta, shown);
        enacted.reply = line(shown);
        return enacted;
    }

    Permit may{closing.agreement, enacted.lacking};
    const bool inbound = closing.origin != inspect::Origin::Outbound;
    const bool forged = inbound && closing.mode != policy::Mode::Observe &&
                        !closing.headers.forged().empty();
    if (forged && may.has(action::change_headers, "removal"))
        remove_forged(closing, mta);
    if (inbound && may.has(action::add_headers, "headers"))
        add_headers(closing, mta);
    if (const auto* tag = std::get_if<policy::Tag>(&verdict))
        if (may.has(action::change_headers | action::add_headers, "tag"))
            tag_subject(closing, mta, tag->subject_tag);
    if (const auto* kept = std::get_if<policy::Quarantine>(&verdict))
        if (may.has(action::quarantine, "quarantine"))
            hold(closing, mta, kept->reason);
    return enacted;
}

} // namespace mailreeve::milter
