#include "mailreeve/score/settings.hh"

#include "mailreeve/config/field.hh"

namespace mailreeve::config {

using score::Points;
using score::Thresholds;
using namespace score::literals;

std::optional<Points> Value<Points>::parse(std::string_view text)
{
    return Points::parse(text);
}

std::string Value<Points>::problem(std::string_view)
{
    return "at most two decimals, between -1000 and 1000";
}

Fields<Thresholds> Schema<Thresholds>::fields()
{
    static constexpr std::array keys{
        field<&Thresholds::spam, between(0.01_points, 1000_points)>(
            "spam", "From these many points on a message is called SPAM."),
        field<&Thresholds::surespam, between(0.01_points, 1000_points)>(
            "surespam", "From these many points on a message is called SURESPAM."),
    };
    return keys;
}

void Schema<Thresholds>::check(const Thresholds& thresholds, const Node& written,
                               Diagnostics& diagnostics)
{
    if (thresholds.spam > thresholds.surespam)
        diagnostics.error(written.place(written.find("surespam") ? "surespam" : "spam"),
                          "\"surespam\" (" + thresholds.surespam.text() +
                              ") must not be below \"spam\" (" +
                              thresholds.spam.text() + ')',
                          "what is surely spam has more points than what is spam");
}

} // namespace mailreeve::config
