#include "mailreeve/rdns/settings.hh"

#include "mailreeve/config/field.hh"
#include "mailreeve/config/net_value.hh"
#include "mailreeve/score/settings.hh"

namespace mailreeve::config {

template <>
struct EnumNames<rdns::Action> {
    static constexpr std::array names{
        std::pair{std::string_view{"accept"}, rdns::Action::Accept},
        std::pair{std::string_view{"score"}, rdns::Action::Score},
        std::pair{std::string_view{"defer"}, rdns::Action::Defer},
        std::pair{std::string_view{"reject"}, rdns::Action::Reject},
    };
};

} // namespace mailreeve::config

namespace mailreeve::rdns {

using namespace score::literals;

config::Fields<Rule> Rule::fields()
{
    static constexpr std::array keys{
        config::field<&Rule::action>(
            "action",
            "accept leaves it alone; score adds the points; defer answers 451 "
            "at RCPT, reject 550, each beside the points that the log then "
            "shows."),
        config::field<&Rule::points, config::between(0_points, 1000_points)>(
            "points",
            "Added to the score of the message, unless the action is accept."),
    };
    return keys;
}

config::Fields<Settings> Settings::fields()
{
    static constexpr std::array keys{
        config::section<&Settings::missing>("missing",
                                            "The client's address has no PTR record."),
        config::section<&Settings::unconfirmed>(
            "unconfirmed",
            "There is a PTR record, but none of the first five names has the client's "
            "address among its own: anyone can write such a record. A lookup that "
            "failed "
            "is not taken for that."),
        config::section<&Settings::invalid>(
            "invalid", "There are PTR records, but none with a name that a host can "
                       "have: localhost, a name of one label, or other characters than "
                       "letters, digits, hyphens and underscores."),
        config::section<&Settings::dynamic>(
            "dynamic",
            "The confirmed name looks like one that a provider makes up for any "
            "customer: it holds the address, or words as dsl, dyn, dhcp, pool. Names "
            "that say what the host is for (mail, mx, smtp, out, static) are left "
            "alone."),
        config::section<&Settings::temporary_failure>(
            "temporary_failure", "The DNS did not answer. Only accept and defer are "
                                 "possible, without points: "
                                 "a fault of the DNS is no fault of the client's."),
        config::field<&Settings::exempt>(
            "exempt",
            "Clients whose reverse DNS is not looked at, as copiers and "
            "scanners that send mail. Private, shared and link-local addresses "
            "never are."),
    };
    return keys;
}

void Settings::check(const config::Node& written,
                     config::Diagnostics& diagnostics) const
{
    const auto& [action, points] = temporary_failure;
    if (action == Action::Score || action == Action::Reject)
        diagnostics.error(
            written.place(written.place("temporary_failure.action").line > 0
                              ? "temporary_failure.action"
                              : "temporary_failure"),
            "\"temporary_failure\" can only accept or defer",
            "nobody is to blame for a DNS that does not answer");
    if (points != score::Points{})
        diagnostics.error(written.place("temporary_failure.points"),
                          "\"temporary_failure\" cannot have points",
                          "nobody is to blame for a DNS that does not answer");
}

config::Fields<HeloSettings> HeloSettings::fields()
{
    static constexpr std::array keys{
        config::section<&HeloSettings::not_fqdn>(
            "not_fqdn", "The name at HELO is no fully qualified name and no address in "
                        "brackets."),
        config::section<&HeloSettings::literal_wrong>(
            "literal_wrong", "The address at HELO is not the client's."),
        config::section<&HeloSettings::own_name>(
            "own_name",
            "The client calls itself by our hostname, by one of local.domains "
            "or by a name below one, and the DNS does not hold its address "
            "for that name."),
        config::section<&HeloSettings::unresolvable>(
            "unresolvable",
            "The name at HELO has no address. A lookup that failed is not "
            "taken for that."),
        config::section<&HeloSettings::mismatch>(
            "mismatch",
            "The name at HELO has addresses, but not the client's. Many honest hosts "
            "are like that."),
    };
    return keys;
}

} // namespace mailreeve::rdns
