#include "snapshot/load.hh"

#include "mailreeve/config/file.hh"
#include "mailreeve/config/manual.hh"
#include "mailreeve/rbl/resolve.hh"

#include <tuple>
#include <utility>

namespace mailreeve::snapshot {

namespace {

// The top of the file belongs to the process in part, to the snapshot in part.
using File = std::tuple<StartSettings, Settings>;

Loaded resolved(config::Loaded<File> file, const std::filesystem::path& catalogue)
{
    Loaded loaded{
        {std::get<StartSettings>(file.settings), std::get<Settings>(file.settings), {}},
        std::move(file.diagnostics)};
    const auto* rbl = file.document.is_map() ? file.document.find("rbl") : nullptr;
    if (!loaded.ok() || rbl == nullptr)
        return loaded;
    auto& settings = loaded.configuration.settings.rbl;
    if (rbl->find("catalogue") == nullptr)
        settings.catalogue = catalogue;
    loaded.configuration.lists = rbl::resolve(settings, *rbl, loaded.diagnostics);
    return loaded;
}

File file_of(const Configuration& configuration)
{
    return {configuration.start, configuration.settings};
}

} // namespace

Loaded load(const std::filesystem::path& file, const std::filesystem::path& catalogue)
{
    return resolved(config::load<File>(file), catalogue);
}

Loaded load_text(const std::string& name, std::string text,
                 const std::filesystem::path& catalogue)
{
    return resolved(config::load_text<File>(name, std::move(text)), catalogue);
}

std::string show(const Configuration& configuration)
{
    return config::show(file_of(configuration));
}

std::vector<std::string> restart_needed(const Configuration& running,
                                        const Configuration& loaded)
{
    return config::restart_needed(file_of(running), file_of(loaded));
}

std::string manual()
{
    return config::manual<File>();
}

} // namespace mailreeve::snapshot
