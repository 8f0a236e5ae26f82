#include "ctl/postfix_review.hh"

#include "ctl/postfix_milter.hh"
#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace mailreeve::ctl {

namespace {

using std::chrono::seconds;

constexpr seconds margin{5}; // beyond the DNS budget, for all else that we do

std::string label(const PostfixService& service)
{
    return service.name + '/' + service.type;
}

bool is_entrance(const PostfixService& service)
{
    return service.command == "smtpd" &&
           (service.type == "inet" || service.type == "pass");
}

// smtp, or behind postscreen; the others are submission and what comes back from
// content filters.
bool is_for_strangers(const PostfixService& service)
{
    return service.type == "pass" || service.name == "smtp" || service.name == "25" ||
           service.name.ends_with(":smtp") || service.name.ends_with(":25");
}

class Review {
public:
    Review(const Postfix& postfix, const Ours& ours) : postfix_{postfix}, ours_{ours} {}

    Remarks run()
    {
        for (const auto& service : postfix_.services)
            if (is_entrance(service))
                see_entrance(service);
        if (!entered_)
            say(Grade::Warning, "smtpd_milters", "master.cf has no smtpd service");
        see_handed_in();
        see_default_action();
        see_original_recipient();
        see_bare_newline();
        see_patience();
        see_protocol();
        see_exceptions();
        return std::move(remarks_);
    }

private:
    void say(Grade grade, std::string subject, std::string text, std::string hint = {})
    {
        remarks_.push_back(
            {grade, std::move(subject), std::move(text), std::move(hint)});
    }

    std::string of_main(std::string_view parameter) const
    {
        return postfix_.value(parameter).value_or("");
    }

    PostfixView view(bool chroot) const
    {
        return {
            postfix_.value("queue_directory").value_or(PostfixView{}.queue_directory),
            chroot};
    }

    // The one of them that leads here; otherwise one that leads astray, or nullptr.
    struct Found {
        Leads leads = Leads::Elsewhere;
        PostfixMilter milter;
    };
    Found find(const std::string& milters, bool chroot) const
    {
        Found found;
        for (const auto& milter : parse_milters(milters)) {
            const auto where = leads(milter, ours_.listen, view(chroot));
            if (where == Leads::Here)
                return {where, milter};
            if (where == Leads::Astray)
                found = {where, milter};
        }
        return found;
    }

    std::string wanted(bool chroot) const;
    std::string told_astray(const PostfixMilter& milter, bool chroot) const;
    void see_entrance(const PostfixService& service);
    void see_handed_in();
    void note_action(const PostfixService* service, const PostfixMilter& milter);
    void see_default_action();
    void say_action(const std::string& subject, const std::string& action);
    void see_original_recipient();
    void see_bare_newline();
    void see_patience();
    void see_protocol();
    void see_exceptions();

    const Postfix& postfix_;
    const Ours& ours_;
    Remarks remarks_;
    bool entered_ = false;
    Parameters attributes_; // of our entry in smtpd_milters
    std::vector<std::pair<std::string, std::string>>
        actions_; // service, and what it does while we are away
};

// What to write into main.cf, and where no line of it would do, into mailreeve.yaml.
std::string Review::wanted(bool chroot) const
{
    if (const auto* port = std::get_if<snapshot::InetPort>(&ours_.listen)) {
        const auto host = port->address.text();
        return "inet:" + (port->address.is_v4() ? host : '[' + host + ']') + ':' +
               std::to_string(port->port);
    }
    const auto* unix_path = std::get_if<snapshot::UnixPath>(&ours_.listen);
    if (unix_path == nullptr)
        return "the address that mailreeve listens on";
    const auto queue = view(chroot).queue_directory + '/';
    if (unix_path->path.starts_with(queue))
        return "unix:" + unix_path->path.substr(queue.size());
    if (chroot)
        return "unix:mailreeve/milter.sock, and in mailreeve.yaml listen: unix:" +
               queue + "mailreeve/milter.sock";
    return "unix:" + unix_path->path;
}

std::string Review::told_astray(const PostfixMilter& milter, bool chroot) const
{
    const auto colon = milter.endpoint.find(':');
    return milter.endpoint + " is " +
           seen_from_outside(std::string_view{milter.endpoint}.substr(colon + 1),
                             view(chroot)) +
           (chroot ? " to a chrooted Postfix" : "") + "; mailreeve listens on " +
           snapshot::text(ours_.listen);
}

void Review::see_entrance(const PostfixService& service)
{
    entered_ = true;
    const auto subject = "smtpd_milters of " + label(service);
    const auto milters = postfix_.value("smtpd_milters", &service).value_or("");
    const auto found = find(milters, service.chroot);
    const auto grade = is_for_strangers(service) ? Grade::Error : Grade::Warning;
    if (found.leads == Leads::Here) {
        attributes_ = found.milter.attributes;
        note_action(&service, found.milter);
        say(Grade::Ok, subject, found.milter.endpoint);
    } else if (found.leads == Leads::Astray) {
        say(grade, subject, told_astray(found.milter, service.chroot),
            "smtpd_milters = " + wanted(service.chroot));
    } else {
        say(grade, subject,
            "mailreeve is not among them" + (milters.empty() ? "" : ": " + milters) +
                "; mail that comes this way is not filtered",
            "smtpd_milters = " + wanted(service.chroot));
    }
    const auto options = postfix_.value("receive_override_options", &service);
    if (options && options->find("no_milters") != std::string::npos)
        say(grade, "receive_override_options of " + label(service),
            "no_milters: mail that comes this way is not filtered");
}

// cleanup(8) asks these milters.
void Review::see_handed_in()
{
    const auto cleanup =
        std::ranges::find_if(postfix_.services, [](const auto& service) {
            return service.name == "cleanup";
        });
    const bool chroot = cleanup != postfix_.services.end() && cleanup->chroot;
    const auto* service = cleanup != postfix_.services.end() ? &*cleanup : nullptr;
    const auto milters = postfix_.value("non_smtpd_milters", service).value_or("");
    const auto found = find(milters, chroot);
    if (found.leads == Leads::Here) {
        note_action(service, found.milter);
        say(Grade::Ok, "non_smtpd_milters", found.milter.endpoint);
    } else if (found.leads == Leads::Astray)
        say(Grade::Warning, "non_smtpd_milters", told_astray(found.milter, chroot),
            "non_smtpd_milters = " + wanted(chroot));
    else
        say(Grade::Warning, "non_smtpd_milters",
            "mail that is handed in on this host by sendmail(1) is not seen",
            "non_smtpd_milters = " + wanted(chroot));
}

// The attribute of the milter, the option of the service, the parameter of main.cf: the
// first of them holds (MILTER_README).
void Review::note_action(const PostfixService* service, const PostfixMilter& milter)
{
    constexpr std::string_view parameter = "milter_default_action";
    const auto own = milter.attributes.find("default_action");
    const auto action = own != milter.attributes.end()
                            ? own->second
                            : postfix_.value(parameter, service).value_or("");
    actions_.emplace_back(service != nullptr ? label(*service) : "cleanup", action);
}

// Told once where all do the same.
void Review::see_default_action()
{
    const std::string subject = "milter_default_action";
    if (actions_.empty())
        return say_action(subject, of_main(subject));
    const bool all_same = std::ranges::all_of(actions_, [this](const auto& place) {
        return place.second == actions_.front().second;
    });
    if (all_same)
        return say_action(subject, actions_.front().second);
    for (const auto& [service, action] : actions_)
        say_action(std::string{subject}.append(" of ").append(service), action);
}

// With a Postfix before 3.12 a message whose body is being replaced when we die is
// taken in as it is (RELIABILITY F6).
void Review::say_action(const std::string& subject, const std::string& action)
{
    const std::string hint = "tempfail: senders try again";
    if (action == "accept" && ours_.strips)
        say(Grade::Error, subject,
            "accept: if mailreeve ends while it takes an attachment out "
            "(attachments.mode strip), Postfix accepts the message with the "
            "attachment, "
            "or damaged beyond repair",
            hint);
    else if (action == "accept")
        say(Grade::Warning, subject,
            "accept: while mailreeve is away, mail passes unfiltered", hint);
    else if (action == "reject")
        say(Grade::Error, subject,
            "reject: while mailreeve is away, mail is refused for good", hint);
    else
        say(Grade::Ok, subject, action.empty() ? "tempfail" : action);
}

// Postfix finds a recipient to be taken off by the original address.
void Review::see_original_recipient()
{
    const auto enabled = of_main("enable_original_recipient");
    if (enabled == "no")
        say(Grade::Error, "enable_original_recipient",
            "no: recipients could not be taken off a message",
            "enable_original_recipient = yes, which is the default");
    else
        say(Grade::Ok, "enable_original_recipient", "yes");
}

void Review::see_bare_newline()
{
    const auto forbidden = postfix_.value("smtpd_forbid_bare_newline");
    const std::string subject = "smtpd_forbid_bare_newline";
    const std::string smuggling = "one message can hide another in its body "
                                  "(CVE-2023-51764), which no filter sees";
    if (!forbidden)
        say(Grade::Warning, subject, "this Postfix does not know it: " + smuggling,
            "update Postfix to 3.5.23, 3.6.13, 3.7.9, 3.8.4 or later");
    else if (*forbidden == "no")
        say(Grade::Warning, subject, "no: " + smuggling,
            // They came together, with Postfix 3.5.24, 3.6.14, 3.7.10, 3.8.5 and 3.9.
            postfix_.value("smtpd_forbid_bare_newline_reject_code")
                ? "smtpd_forbid_bare_newline = normalize"
                : "smtpd_forbid_bare_newline = yes");
    else
        say(Grade::Ok, subject, *forbidden);
}

void Review::see_patience()
{
    const auto own = attributes_.find("command_timeout");
    const auto text = own != attributes_.end()
                          ? own->second
                          : postfix_.value("milter_command_timeout").value_or("30s");
    const auto patience = parse_postfix_time(text);
    const std::string subject = "milter_command_timeout";
    const auto budget = std::chrono::ceil<seconds>(ours_.budget);
    if (!patience)
        say(Grade::Warning, subject, text + " is no time that we can read");
    else if (*patience < budget + margin)
        say(Grade::Error, subject,
            text + ": Postfix may give up while the DNS is waited for (dns.budget " +
                std::to_string(ours_.budget.count()) + "ms)",
            "30s, which is the default");
    else
        say(Grade::Ok, subject, text);
}

// Below 6 there are no macros but those that main.cf lists.
void Review::see_protocol()
{
    const auto own = attributes_.find("protocol");
    const auto protocol =
        own != attributes_.end() ? own->second : of_main("milter_protocol");
    if (protocol.empty() || protocol == "6")
        say(Grade::Ok, "milter_protocol", "6");
    else
        say(Grade::Warning, "milter_protocol",
            protocol + ": the name of the client, among others, is not shown to us",
            "milter_protocol = 6, which is the default");
}

void Review::see_exceptions()
{
    const auto maps = of_main("smtpd_milter_maps");
    if (!maps.empty())
        say(Grade::Warning, "smtpd_milter_maps",
            maps + ": clients may be let past mailreeve here");
}

} // namespace

Remarks review(const Postfix& postfix, const Ours& ours)
{
    return Review{postfix, ours}.run();
}

std::optional<seconds> parse_postfix_time(std::string_view text)
{
    constexpr std::string_view units = "smhdw";
    constexpr std::array<long, 5> worth{1, 60, 3600, 86'400, 604'800};
    long unit = 1;
    if (!text.empty() && !ascii::is_digit(text.back())) {
        const auto found = units.find(text.back());
        if (found == std::string_view::npos)
            return std::nullopt;
        unit = worth.at(found);
        text.remove_suffix(1);
    }
    int count = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size() || count < 0)
        return std::nullopt;
    return seconds{count * unit};
}

} // namespace mailreeve::ctl
