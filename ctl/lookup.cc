#include "ctl/lookup.hh"

#include "control/json.hh"
#include "ctl/catalogue_command.hh"
#include "ctl/services.hh"
#include "ctl/table.hh"
#include "mailreeve/log/escape.hh"
#include "mailreeve/rdns/generic_name.hh"
#include "mailreeve/rdns/reverse_lookup.hh"

#include <optional>
#include <ostream>

namespace mailreeve::ctl {

namespace {

constexpr std::chrono::seconds beyond_budget{1};

// One answer of the DNS that is not a list's.
struct Told {
    std::string question;
    std::string answer;
    Took took{0};
};

struct Found {
    std::vector<Told> told;
    std::vector<ListAnswer> lists;
};

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string words_of(const rdns::ReverseName& reverse, const net::IpAddress& address)
{
    auto words = std::string{rdns::name(reverse.state)};
    if (!reverse.names.empty())
        words += ' ' + joined(reverse.names) + (reverse.more ? " ..." : "");
    if (!reverse.detail.empty())
        words += " (" + reverse.detail + ')';
    if (const auto generic = rdns::generic(reverse.name, address))
        words += ", looks dynamic: " + generic->evidence;
    return words;
}

std::string words_of(const dns::AddressAnswer& answer)
{
    std::string words;
    for (const auto& address : answer.records)
        words += (words.empty() ? "" : " ") + address.text();
    if (!words.empty())
        return words;
    return answer.outcome == dns::Outcome::Failed
               ? "unknown: " + std::string{dns::name(answer.failure)}
           : answer.outcome == dns::Outcome::NoData ? "none"
                                                    : "no such name";
}

class Lookup {
public:
    Lookup(const rbl::Lists& lists, const Asking& asking, Deadline deadline)
        : lists_{lists}, asking_{asking}, deadline_{deadline}, begun_{
                                                                   asking.clock.now()}
    {
    }

    Found of(const net::IpAddress& address) const
    {
        const auto reverse =
            timed(rdns::look_up(address, asking_.resolver), asking_.clock);
        const auto queries = ask_lists(asking_, lists_, address);
        Found found;
        const auto* said = reverse.wait_until(deadline_);
        found.told.push_back(
            said != nullptr
                ? Told{"reverse DNS", words_of(said->answer, address), since(said->at)}
                : Told{"reverse DNS", "unknown: no answer in time", {}});
        std::vector<ListQuery> of_name;
        if (said != nullptr && said->answer.state == rdns::State::Confirmed)
            if (const auto domain = mail::Domain::parse(said->answer.name))
                of_name = ask_lists(asking_, lists_, *domain);
        found.lists = answers(queries, deadline_);
        for (auto& answer : answers(of_name, deadline_))
            found.lists.push_back(std::move(answer));
        return found;
    }

    Found of(const mail::Domain& domain) const
    {
        const auto v4 = addresses(domain, net::Family::V4);
        const auto v6 = addresses(domain, net::Family::V6);
        const auto queries = ask_lists(asking_, lists_, domain);
        Found found;
        found.told = {told("A", v4), told("AAAA", v6)};
        found.lists = answers(queries, deadline_);
        return found;
    }

private:
    using Addresses = Future<Timed<dns::AddressAnswer>>;

    Took since(Deadline at) const
    {
        return std::chrono::duration_cast<Took>(at - begun_);
    }

    Addresses addresses(const mail::Domain& domain, net::Family family) const
    {
        return timed(asking_.resolver.addresses(domain.text(), family), asking_.clock);
    }

    Told told(const char* type, const Addresses& addresses) const
    {
        const auto* said = addresses.wait_until(deadline_);
        if (said == nullptr)
            return {type, "unknown: no answer in time", {}};
        return {type, words_of(said->answer), since(said->at)};
    }

    const rbl::Lists& lists_;
    const Asking& asking_;
    Deadline deadline_;
    Deadline begun_;
};

void print_text(const Found& found, std::ostream& out)
{
    Table table{{"QUESTION", "TIME", "ANSWER", "TEXT"}};
    for (const auto& told : found.told)
        table.add({told.question, milliseconds(told.took.count()), told.answer, ""});
    for (const auto& answer : found.lists)
        table.add({answer.list->name, milliseconds(answer.took.count()),
                   verdict_of(answer), answer.text});
    out << table.text();
}

void write_hits(control::JsonWriter& json, const ListAnswer& answer)
{
    json.key("hits").begin_array();
    if (const auto* listed = std::get_if<rbl::Listed>(&answer.listing))
        for (const auto& hit : listed->hits) {
            json.begin_object().member("code", hit.code.text());
            json.member("symbol", hit.symbol).key("points").number(hit.points.text());
            json.end_object();
        }
    json.end_array();
}

void print_json(const std::string& what, const Found& found, std::ostream& out)
{
    control::JsonWriter json;
    json.begin_object().member("what", what).key("dns").begin_array();
    for (const auto& told : found.told)
        json.begin_object()
            .member("question", told.question)
            .member("answer", told.answer)
            .member("milliseconds", told.took.count())
            .end_object();
    json.end_array().key("lists").begin_array();
    for (const auto& answer : found.lists) {
        json.begin_object()
            .member("list", answer.list->name)
            .member("zone", answer.list->zone)
            .member("asked", answer.asked)
            .member("verdict", verdict_of(answer))
            .member("text", answer.text)
            .member("milliseconds", answer.took.count());
        write_hits(json, answer);
        json.end_object();
    }
    json.end_array().end_object();
    out << json.text();
}

} // namespace

Exit lookup(const std::string& what, const rbl::Lists& lists, const Asking& asking,
            Deadline deadline, const Console& console)
{
    const Lookup asked{lists, asking, deadline};
    std::optional<Found> found;
    if (const auto address = net::IpAddress::parse(what))
        found = asked.of(*address);
    else if (const auto domain = mail::Domain::parse(what))
        found = asked.of(*domain);
    if (!found) {
        console.err << "mailreevectl: " << log::value(what)
                    << " is neither an address nor a name\n";
        return Exit::Usage;
    }
    if (console.json)
        print_json(what, *found, console.out);
    else
        print_text(*found, console.out);
    return Exit::Ok;
}

Exit lookup(const LookupOptions& options, const Console& console)
{
    auto configuration = load(options.file, console);
    if (!configuration)
        return Exit::Configuration;
    auto& lists = configuration->lists;
    if (options.all_presets)
        lists = with_presets(lists, configuration->settings.rbl.catalogue);
    Services services{configuration->settings.dns, {}};
    const auto deadline =
        services.clock().now() + configuration->settings.dns.budget + beyond_budget;
    return lookup(options.what, lists, {services.resolver(), services.clock()},
                  deadline, console);
}

} // namespace mailreeve::ctl
