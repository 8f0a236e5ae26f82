#include "ctl/stamping_review.hh"

#include "ctl/postfix_milter.hh"
#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace mailreeve::ctl {

namespace {

using bounce::BatvForm;

// Sockets of programs that sign, by their name or by the port that their
// documentation and Debian's packages give them: OpenDKIM, dkimpy-milter, rspamd.
constexpr std::array<std::string_view, 5> signers{"dkim", "rspamd", ":8891", ":8892",
                                                  ":11332"};

bool is_signer(const PostfixMilter& milter)
{
    const auto endpoint = ascii::lower(milter.endpoint);
    return std::ranges::any_of(signers, [&](std::string_view mark) {
        const auto at = endpoint.find(mark);
        return at != std::string::npos &&
               (mark.front() != ':' || at + mark.size() == endpoint.size());
    });
}

bool is_for_our_people(const PostfixService& service)
{
    return service.name.find("submission") != std::string::npos ||
           service.name.find("smtps") != std::string::npos ||
           service.name.ends_with("587") || service.name.ends_with("465");
}

class Review {
public:
    Review(const Postfix& postfix, const Ours& ours, const snapshot::Settings& settings)
        : postfix_{postfix}, ours_{ours}, settings_{settings}
    {
    }

    Remarks run()
    {
        for (const auto& service : postfix_.services)
            if (service.command == "smtpd" && service.type != "unix")
                see_entrance(service);
        see_handed_in();
        see_version();
        see_tags();
        return std::move(remarks_);
    }

private:
    void say(Grade grade, const std::string& subject, std::string text,
             std::string hint = {})
    {
        remarks_.push_back(
            {grade, "bounces: " + subject, std::move(text), std::move(hint)});
    }

    std::string value(std::string_view parameter,
                      const PostfixService* service = nullptr) const
    {
        return postfix_.value(parameter, service).value_or("");
    }

    PostfixView view(bool chroot) const
    {
        return {
            postfix_.value("queue_directory").value_or(PostfixView{}.queue_directory),
            chroot};
    }

    bool is_outbound(const PostfixService& service) const
    {
        const auto& daemons = settings_.local.outbound_daemons;
        const auto name = value("milter_macro_daemon_name", &service);
        return std::ranges::find(daemons, name) != daemons.end() ||
               value("smtpd_sasl_auth_enable", &service) == "yes";
    }

    bool see_order(const std::string& subject, const std::string& milters, bool chroot);
    void see_entrance(const PostfixService& service);
    void see_handed_in();
    void see_version();
    void see_tags();

    const Postfix& postfix_;
    const Ours& ours_;
    const snapshot::Settings& settings_;
    Remarks remarks_;
};

// Whether we are among them.
bool Review::see_order(const std::string& subject, const std::string& milters,
                       bool chroot)
{
    std::string signer;
    for (const auto& milter : parse_milters(milters)) {
        if (leads(milter, ours_.listen, view(chroot)) == Leads::Here) {
            if (!signer.empty())
                say(Grade::Warning, subject,
                    signer + " stands before mailreeve: our stamp is added after its "
                             "signature, so it is not signed",
                    "put mailreeve first: " + subject.substr(0, subject.find(' ')) +
                        " = " + milter.endpoint + ", " + signer);
            return true;
        }
        if (signer.empty() && is_signer(milter))
            signer = milter.endpoint;
    }
    return false;
}

void Review::see_entrance(const PostfixService& service)
{
    const auto label = service.name + '/' + service.type;
    const auto subject = "smtpd_milters of " + label;
    const bool asks_us =
        see_order(subject, value("smtpd_milters", &service), service.chroot);
    if (!is_for_our_people(service))
        return;
    if (!asks_us)
        say(Grade::Warning, subject,
            "mailreeve is not among them: what is sent through " + label +
                " leaves without a stamp");
    else if (!is_outbound(service))
        say(Grade::Warning, subject,
            "its clients neither authenticate nor is it one of local.outbound_daemons: "
            "what is sent through it from outside of local.networks leaves without a "
            "stamp",
            "in master.cf, for " + label + ": -o milter_macro_daemon_name=ORIGINATING");
    else
        say(Grade::Ok, subject, "what is sent through " + label + " is stamped");
}

// cleanup(8) asks these milters, for sendmail(1) and for bounces of Postfix itself.
void Review::see_handed_in()
{
    const auto cleanup = std::ranges::find(postfix_.services, std::string{"cleanup"},
                                           &PostfixService::name);
    const auto* service = cleanup != postfix_.services.end() ? &*cleanup : nullptr;
    const bool chroot = service != nullptr && service->chroot;
    const std::string subject = "non_smtpd_milters";
    if (see_order(subject, value(subject, service), chroot))
        say(Grade::Ok, subject, "mail that is handed in on this host is stamped");
    else
        say(Grade::Warning, subject,
            "mailreeve is not among them: mail that is handed in by sendmail(1), as by "
            "cron and web servers, leaves without a stamp",
            "non_smtpd_milters = $smtpd_milters");
}

// milter/marking.cc asks for the same before it sets ENVID (MILTER_README: 3.3).
void Review::see_version()
{
    if (!settings_.bounces.envelope_id)
        return;
    const auto told = value("milter_macro_v");
    const auto macros = value("milter_connect_macros");
    constexpr std::string_view product = "Postfix ";
    std::pair version{0, 0};
    if (told.starts_with(product)) {
        const auto* const end = told.data() + told.size();
        const auto [dot, error] =
            std::from_chars(told.data() + product.size(), end, version.first);
        if (error == std::errc{} && dot != end && *dot == '.')
            std::from_chars(dot + 1, end, version.second);
    }
    bool is_shown = false;
    for (const auto& macro : parse_milters(macros))
        is_shown = is_shown || macro.endpoint == "v" || macro.endpoint == "{v}";
    if (!is_shown)
        say(Grade::Warning, "envid",
            "milter_connect_macros has no v: mailreeve does not learn what Postfix "
            "can, "
            "and sets no envelope id",
            "take milter_connect_macros out of main.cf, or add v");
    else if (!told.starts_with(product))
        say(Grade::Warning, "envid",
            "milter_macro_v is \"" + told +
                "\": mailreeve takes it for another MTA, and Postfix ignores what that "
                "could do",
            "milter_macro_v = $mail_name $mail_version, which is the default");
    else if (version < std::pair{3, 3})
        say(Grade::Warning, "envid",
            told + ": no envelope id before Postfix 3.3; a bounce without headers "
                   "cannot prove itself");
    else
        say(Grade::Ok, "envid", told);
}

void Review::see_tags()
{
    bool prvs = false;
    bool subaddress = false;
    for (const auto& domain : settings_.local.domains) {
        const auto form = settings_.bounces.rules_for(domain).batv;
        prvs = prvs || form == BatvForm::Prvs;
        subaddress = subaddress || form == BatvForm::SubAddress;
    }
    if (prvs)
        say(Grade::Warning, "batv",
            "prvs: Postfix refuses a bounce to prvs=...=local@domain with 550 5.1.1 "
            "before mailreeve sees it, where recipients are checked",
            "batv: subaddress, with recipient_delimiter = +");
    const auto delimiters = value("recipient_delimiter");
    if (subaddress && delimiters.find('+') == std::string::npos)
        say(Grade::Warning, "batv",
            "subaddress: recipient_delimiter is \"" + delimiters +
                "\", so Postfix does not know local+tag@domain for local@domain and "
                "refuses bounces to it",
            "recipient_delimiter = +");
}

} // namespace

Remarks review_stamping(const Postfix& postfix, const Ours& ours,
                        const snapshot::Settings& settings)
{
    return Review{postfix, ours, settings}.run();
}

} // namespace mailreeve::ctl
