#include "test/config/sample.hh"

#include "mailreeve/config/field.hh"
#include "mailreeve/config/net_value.hh"

using namespace std::chrono_literals;

namespace mailreeve {

template <>
struct config::EnumNames<test::Action> {
    static constexpr std::array names{
        std::pair{std::string_view{"accept"}, test::Action::Accept},
        std::pair{std::string_view{"score"}, test::Action::Score},
        std::pair{std::string_view{"defer"}, test::Action::Defer},
        std::pair{std::string_view{"reject"}, test::Action::Reject},
    };
};

template <>
struct config::Reader<test::Servers> {
    using Addresses = std::vector<net::IpAddress>;

    static void read(const Node& node, test::Servers& out, Diagnostics& diagnostics)
    {
        if (node.is_list())
            Reader<Addresses>::read(node, out.emplace<Addresses>(), diagnostics,
                                    Anything{});
        else if (node.text() == "system")
            out = test::System{};
        else
            diagnostics.wrong(node, kind());
    }
    static Node show(const test::Servers& value)
    {
        const auto* addresses = std::get_if<Addresses>(&value);
        return addresses ? Reader<Addresses>::show(*addresses) : Node::scalar("system");
    }
    static std::string kind() { return "the word system or a list of addresses"; }
};

namespace test {

namespace {

bool is_zone(const std::string& text)
{
    return text.find('.') != std::string::npos;
}

} // namespace

config::Fields<Rule> Rule::fields()
{
    static constexpr std::array keys{
        config::field<&Rule::action>("action", "What follows."),
        config::field<&Rule::points, config::between(0, 100)>("points",
                                                              "What it counts."),
    };
    return keys;
}

config::Fields<ReverseDns> ReverseDns::fields()
{
    static constexpr std::array keys{
        config::section<&ReverseDns::missing>("missing", "No PTR record."),
        config::section<&ReverseDns::dynamic>("dynamic", "A dynamic name."),
        config::field<&ReverseDns::exempt>("exempt", "Clients that are not judged."),
    };
    return keys;
}

config::Fields<Code> Code::fields()
{
    static constexpr std::array keys{
        config::field<&Code::points, config::between(-100, 100)>("points",
                                                                 "What it counts."),
        config::field<&Code::symbol, config::not_empty>("symbol", "Its name."),
    };
    return keys;
}

config::Fields<List> List::fields()
{
    static constexpr std::array keys{
        config::field<&List::zone, config::that<is_zone, "a zone such as bl.example">>(
            "zone", "Where to ask."),
        config::field<&List::codes, config::not_empty>("codes", "What answers mean."),
        config::field<&List::ask>("ask", "Whether to ask."),
    };
    return keys;
}

void List::check(const config::Node& written, config::Diagnostics& diagnostics) const
{
    if (zone.empty())
        diagnostics.error(written.place("zone"), "a list needs a zone");
    if (codes.empty())
        diagnostics.error(written.place("codes"), "a list needs codes");
    if (!ask)
        diagnostics.warning(written.place("ask"), zone + " will not be asked",
                            "take the list out");
}

config::Fields<Dns> Dns::fields()
{
    static constexpr std::array keys{
        config::field<&Dns::servers>("servers", "Whom to ask."),
        config::field<&Dns::budget, config::between(1s, 60s)>("budget",
                                                              "How long to wait."),
        config::field<&Dns::source>("source", "The address to ask from.")
            .needs_restart(),
    };
    return keys;
}

config::Fields<Scoring> Scoring::fields()
{
    static constexpr std::array keys{
        config::field<&Scoring::spam>("spam", "From here on SPAM."),
        config::field<&Scoring::surespam>("surespam", "From here on SURESPAM."),
    };
    return keys;
}

void Scoring::check(const config::Node& written, config::Diagnostics& diagnostics) const
{
    if (spam > surespam)
        diagnostics.error(written.place("spam"), "\"spam\" is above \"surespam\"",
                          "surespam is " + std::to_string(surespam));
}

config::Fields<Sample> Sample::fields()
{
    static constexpr std::array keys{
        config::field<&Sample::hostname>("hostname",
                                         "The name. Default: the host's own."),
        config::field<&Sample::state>("state", "Where it lives.").needs_restart(),
        config::field<&Sample::domains, config::each(config::not_empty)>("domains",
                                                                         "Our own."),
        config::field<&Sample::networks>("networks", "Our own."),
        config::section<&Sample::dns>("dns", "The DNS."),
        config::section<&Sample::reverse_dns>("reverse_dns", "Reverse DNS."),
        config::field<&Sample::lists>("lists", "Whom else to ask."),
        config::section<&Sample::scoring>("scoring", "Levels."),
        config::field<&Sample::retention, config::between(1s, 86400s * 365)>(
            "retention", "How long things are kept."),
        config::field<&Sample::memory,
                      config::between(config::Size{1024}, config::Size{1024 * 1024})>(
            "memory", "How much."),
        config::field<&Sample::workers, config::between(1U, 64U)>("workers",
                                                                  "How many."),
        config::field<&Sample::offset>("offset", "Where from."),
        config::field<&Sample::ports, config::between(1U, 65535U)>("ports", "Which."),
    };
    return keys;
}

} // namespace test

} // namespace mailreeve
