#include "mailreeve/quarantine/settings.hh"

#include "mailreeve/config/field.hh"

#include <array>

namespace mailreeve::quarantine {

using namespace std::chrono_literals;
using namespace config::literals;
using config::between;

config::Fields<Settings> Settings::fields()
{
    constexpr std::chrono::seconds day = 24h;
    static constexpr std::array keys{
        config::field<&Settings::retention, between(1 * day, 3650 * day)>(
            "retention", "How long a message is kept; then it is gone."),
        config::field<&Settings::max_size, between(1_MB, 1'000'000'000_MB)>(
            "max_size",
            "How much all kept messages may take together. Beyond that, mail that "
            "would have to be kept is put off (451)."),
        config::field<&Settings::min_free, between(0_MB, 1'000'000'000_MB)>(
            "min_free", "How much must stay free on the file system; below, the same."),
        config::field<&Settings::max_message, between(1_MB, 2'000_MB)>(
            "max_message", "The largest message that is kept. Set it above what the "
                           "MTA takes: a larger one is put off until its sender "
                           "gives up."),
        config::field<&Settings::max_messages, between(1U, 100'000'000U)>(
            "max_messages", "How many messages are kept at most."),
    };
    return keys;
}

} // namespace mailreeve::quarantine
