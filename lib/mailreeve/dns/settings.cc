#include "mailreeve/dns/settings.hh"

#include "mailreeve/config/field.hh"

namespace mailreeve::config {

template <>
struct Value<dns::ServerAddress> {
    static std::optional<dns::ServerAddress> parse(std::string_view text)
    {
        return dns::ServerAddress::parse(text);
    }
    static std::string print(const dns::ServerAddress& value) { return value.text(); }
    static std::string_view kind()
    {
        return "an address such as 192.0.2.53, 127.0.0.1:5353 or [::1]:53";
    }
};

// The word "system" is the empty list, which cannot be written otherwise.
template <>
struct Reader<std::vector<dns::ServerAddress>> {
    using Servers = std::vector<dns::ServerAddress>;

    static constexpr std::size_t most = 8; // a question may visit each of them twice

    static void read(const Node& node, Servers& out, Diagnostics& diagnostics)
    {
        out.clear();
        if (node.is_scalar() && node.text() == "system")
            return;
        if (!node.is_list())
            return diagnostics.wrong(node, kind(), "write a list: [192.0.2.53]");
        for (const auto& item : node.items()) {
            const Diagnostics::Within within{diagnostics};
            if (auto server =
                    read_item<dns::ServerAddress>(item, diagnostics, Anything{}))
                out.push_back(std::move(*server));
        }
        if (node.items().empty() || node.items().size() > most)
            diagnostics.outside(node, "one to eight servers, or the word system");
    }
    static Node show(const Servers& value)
    {
        if (value.empty())
            return Node::scalar("system");
        std::vector<Node> items;
        for (const auto& server : value)
            items.push_back(Node::scalar(server.text()));
        return Node::list(std::move(items));
    }
    static std::string kind()
    {
        return "the word system or a list, each item " +
               std::string{Value<dns::ServerAddress>::kind()};
    }
};

} // namespace mailreeve::config

namespace mailreeve::dns {

using namespace config::literals;
using namespace std::chrono_literals;

config::Fields<Settings> Settings::fields()
{
    static constexpr std::array keys{
        config::field<&Settings::servers>(
            "servers",
            "The recursive name servers to ask, in this order. With system those of "
            "/etc/resolv.conf, which is read again when it changes. Best is one on "
            "this host: lists turn away the resolvers that many share, and an answer "
            "from the same host cannot be forged on its way.")
            .needs_restart(),
        config::field<&Settings::budget, config::between(100ms, 30000ms)>(
            "budget",
            "A lookup that has no answer by then has failed, and counts nothing. When "
            "every server is silent, lookups fail at once.")
            .needs_restart(),
        config::field<&Settings::tries, config::between(1U, 5U)>(
            "tries",
            "How often each server is asked one question. A second try follows when "
            "the answer takes longer than usual, 25 to 150 milliseconds mostly; the "
            "answer to the first still counts. attempts in /etc/resolv.conf goes "
            "first.")
            .needs_restart(),
        config::field<&Settings::failure_memory, config::between(0s, 300s)>(
            "failure_memory",
            "How long a failed lookup is not repeated, so that a dead zone does not "
            "cost every message its time.")
            .needs_restart(),
        config::field<&Settings::cache_size, config::between(64_KiB, 1024_MiB)>(
            "cache_size", "Memory for answers that are remembered.")
            .needs_restart(),
        config::field<&Settings::in_flight, config::between(10U, 20'000U)>(
            "in_flight",
            "Questions on the wire at a time. Each takes one descriptor, and two at "
            "most on average.")
            .needs_restart(),
        config::field<&Settings::waiting, config::between(0U, 1'000'000U)>(
            "waiting",
            "Questions that may wait beside those. Further ones fail at once.")
            .needs_restart(),
        config::field<&Settings::per_message, config::between(10U, 10'000U)>(
            "per_message", "Questions that one message may cause. Further ones fail."),
        config::field<&Settings::mixed_case>(
            "mixed_case",
            "Letters of queries in random case, which answers must repeat: it makes "
            "forged answers harder. Turn it off only for a server that does not "
            "repeat them; mailreevectl status shows its answers as mismatches.")
            .needs_restart(),
    };
    return keys;
}

} // namespace mailreeve::dns
