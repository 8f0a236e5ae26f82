#include "mailreeve/bounce/rules.hh"

#include "mailreeve/config/field.hh"
#include "mailreeve/score/settings.hh"

#include <array>

namespace mailreeve::config {

template <>
struct EnumNames<bounce::Action> {
    static constexpr std::array names{
        std::pair{std::string_view{"accept"}, bounce::Action::Accept},
        std::pair{std::string_view{"score"}, bounce::Action::Score},
        std::pair{std::string_view{"tag"}, bounce::Action::Tag},
        std::pair{std::string_view{"quarantine"}, bounce::Action::Quarantine},
        std::pair{std::string_view{"reject"}, bounce::Action::Reject},
    };
};

} // namespace mailreeve::config

namespace mailreeve::bounce {

using namespace score::literals;

config::Fields<Rule> Rule::fields()
{
    static constexpr std::array keys{
        config::field<&Rule::action>(
            "action",
            "accept leaves it alone; score adds the points; tag marks the subject as "
            "SPAM; quarantine keeps it back; reject answers 550 at "
            "the end of the message, never before."),
        config::field<&Rule::points, config::between(0_points, 1000_points)>(
            "points",
            "Added to the score of the message, unless the action is accept."),
    };
    return keys;
}

config::Fields<OutcomeRules> OutcomeRules::fields()
{
    static constexpr std::array keys{
        config::section<&OutcomeRules::invalid>(
            "invalid",
            "It brings headers of the message that it answers, and nothing in them "
            "proves that it was ours."),
        config::section<&OutcomeRules::replayed>(
            "replayed", "It answers a message of ours, but more bounces have come for "
                        "that one than it can have caused: see per_recipient."),
        config::section<&OutcomeRules::never_sends>(
            "never_sends", "It came to an address of never_sends."),
        config::section<&OutcomeRules::expired>(
            "expired", "Its proof is genuine, but older than lifetime."),
        config::section<&OutcomeRules::unverifiable>(
            "unverifiable",
            "It brings nothing that could be proved. In mode strict, and while a storm "
            "goes on, what stands at invalid applies."),
    };
    return keys;
}

} // namespace mailreeve::bounce
