#include "ctl/settings_command.hh"

#include "ctl/services.hh"

#include <ostream>

namespace mailreeve::ctl {

Exit show_settings(const std::filesystem::path& file, const Console& console)
{
    const auto configuration = load(file, console);
    if (!configuration)
        return Exit::Configuration;
    console.out << snapshot::show(*configuration);
    return Exit::Ok;
}

Exit show_defaults(const Console& console)
{
    console.out << snapshot::show({});
    return Exit::Ok;
}

} // namespace mailreeve::ctl
