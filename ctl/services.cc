#include "ctl/services.hh"

#include "ctl/console.hh"

#include <ostream>

namespace mailreeve::ctl {

std::optional<snapshot::Configuration> load(const std::filesystem::path& file,
                                            const Console& console)
{
    auto loaded = snapshot::load(file);
    console.err << loaded.diagnostics.text();
    if (!loaded.ok())
        return std::nullopt;
    return std::move(loaded.configuration);
}

Services::Services(const dns::Settings& settings, std::chrono::seconds known_for)
    : first_seen_{known_for}, health_{clock_, [](const rbl::Trouble&) {}}, resolver_{
                                                                               settings}
{
}

inspect::Services Services::for_inspections()
{
    inspect::Services services{&resolver_, &health_, &first_seen_, &clock_};
    services.asking = inspect::Asking::ForInterest;
    return services;
}

} // namespace mailreeve::ctl
