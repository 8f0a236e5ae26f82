#include "mailreeve/rdns/reverse_lookup.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/rdns/host_name.hh"

#include <algorithm>
#include <memory>
#include <utility>

namespace mailreeve::rdns {

namespace {

using Names = std::vector<std::string>;

// A detail stays readable when a name has hundreds of addresses.
constexpr std::size_t max_addresses_told = 3;

std::string_view record_type(const net::IpAddress& address)
{
    return address.is_v4() ? "A" : "AAAA";
}

std::string addresses_told(const std::vector<net::IpAddress>& addresses)
{
    std::string told;
    for (const auto& address : addresses) {
        if (&address - addresses.data() == max_addresses_told)
            return told + ", ...";
        told += (told.empty() ? "" : ", ") + address.text();
    }
    return told;
}

// Why `answer` does not confirm that `name` is `address`.
std::string told(const std::string& name, const net::IpAddress& address,
                 const dns::AddressAnswer& answer)
{
    const std::string type{record_type(address)};
    switch (answer.outcome) {
    case dns::Outcome::Found:
        return name + " has " + addresses_told(answer.records) + ", not " +
               address.text();
    case dns::Outcome::NoSuchName:
        return name + " does not exist";
    case dns::Outcome::NoData:
        return name + " has no " + type + " record";
    case dns::Outcome::Failed:
        return type + " of " + name + ": " + std::string{dns::name(answer.failure)};
    }
    return {};
}

// Those that a host can have, in lower case, apart from those that it cannot.
struct Sorted {
    Names hosts;
    Names others;
    bool more = false;
};

void admit(Names& names, std::string name, bool& more)
{
    if (std::ranges::find(names, name) != names.end())
        return;
    if (names.size() == max_names)
        more = true;
    else
        names.push_back(std::move(name));
}

Sorted sorted(const Names& records)
{
    Sorted sorted;
    for (std::string_view record : records) {
        if (record.ends_with('.') && !record.ends_with("\\."))
            record.remove_suffix(1);
        if (is_host_name(record))
            admit(sorted.hosts, ascii::lower(record), sorted.more);
        else
            admit(sorted.others, presentable(record), sorted.more);
    }
    return sorted;
}

ReverseName considered(const Sorted& sorted)
{
    ReverseName found;
    found.more = sorted.more || sorted.hosts.size() + sorted.others.size() > max_names;
    found.names = sorted.hosts;
    for (const auto& other : sorted.others)
        if (found.names.size() < max_names)
            found.names.push_back(other);
    if (!found.names.empty())
        found.name = found.names.front();
    return found;
}

// Collects the answers for the names of one address. Shared by their continuations,
// which may run on several threads.
class Confirmation {
public:
    Confirmation(const net::IpAddress& address, ReverseName found,
                 std::size_t questions, Promise<ReverseName> promise)
        : address_{address}, promise_{std::move(promise)}, state_{
                                                               State{std::move(found),
                                                                     questions, false}}
    {
    }

    void note(const std::string& name, const dns::AddressAnswer& answer)
    {
        auto result =
            state_.with([&](State& state) { return add(state, name, answer); });
        if (result)
            promise_.set(std::move(*result));
    }

private:
    struct State {
        ReverseName found;
        std::size_t open;
        bool failed;
    };

    // The result, once there is one: at the first match, or with the last answer.
    std::optional<ReverseName> add(State& state, const std::string& name,
                                   const dns::AddressAnswer& answer) const
    {
        --state.open;
        if (answer.outcome == dns::Outcome::Found &&
            std::ranges::find(answer.records, address_) != answer.records.end())
            return confirmed(state.found, name);
        state.failed = state.failed || answer.outcome == dns::Outcome::Failed;
        auto& detail = state.found.detail;
        detail += (detail.empty() ? "" : "; ") + told(name, address_, answer);
        if (state.open > 0)
            return std::nullopt;
        state.found.state =
            state.failed ? rdns::State::TemporaryFailure : rdns::State::Unconfirmed;
        return state.found;
    }

    static ReverseName confirmed(ReverseName found, const std::string& name)
    {
        found.state = rdns::State::Confirmed;
        found.name = name;
        found.detail.clear();
        return found;
    }

    const net::IpAddress address_;
    const Promise<ReverseName> promise_;
    Guarded<State> state_;
};

void confirm(const net::IpAddress& address, const Names& records,
             const dns::Resolver& resolver, const Promise<ReverseName>& promise)
{
    const auto names = sorted(records);
    auto found = considered(names);
    if (names.hosts.empty()) {
        found.state = found.names.empty() ? State::Missing : State::InvalidName;
        found.detail = found.names.empty()
                           ? "no PTR record"
                           : found.name + " cannot be the name of a host";
        promise.set(std::move(found));
        return;
    }
    const auto confirmation = std::make_shared<Confirmation>(
        address, std::move(found), names.hosts.size(), promise);
    for (const auto& name : names.hosts)
        resolver.addresses(name, address.family())
            .then([confirmation, name](const dns::AddressAnswer& answer) {
                confirmation->note(name, answer);
            });
}

// What a PTR answer without names means.
ReverseName without_names(const dns::NameAnswer& answer)
{
    ReverseName found;
    if (answer.outcome == dns::Outcome::Failed) {
        found.detail = "PTR: " + std::string{dns::name(answer.failure)};
    } else {
        found.state = State::Missing;
        found.detail = "no PTR record";
    }
    return found;
}

} // namespace

bool is_exempt(const net::IpAddress& address, const Settings& settings)
{
    return net::is_special(address) || settings.exempt.contains(address);
}

Future<ReverseName> look_up(const net::IpAddress& address,
                            const dns::Resolver& resolver)
{
    if (net::is_special(address)) {
        ReverseName exempt;
        exempt.state = State::Exempt;
        exempt.detail = "no public address";
        return Future<ReverseName>::ready(std::move(exempt));
    }
    const Promise<ReverseName> promise;
    resolver.names(address).then(
        [address, promise, &resolver](const dns::NameAnswer& answer) {
            if (answer.outcome == dns::Outcome::Found)
                confirm(address, answer.records, resolver, promise);
            else
                promise.set(without_names(answer));
        });
    return promise.future();
}

} // namespace mailreeve::rdns
