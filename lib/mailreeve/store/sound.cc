#include "mailreeve/store/sound.hh"

#include <system_error>

namespace mailreeve::store {

namespace {

namespace fs = std::filesystem;

fs::path with_suffix(const fs::path& path, const std::string& suffix)
{
    auto longer = path;
    longer += suffix;
    return longer;
}

fs::path free_name(const fs::path& path)
{
    for (int n = 1; n < max_set_aside; ++n) {
        auto name = with_suffix(path, ".damaged-" + std::to_string(n));
        std::error_code error;
        if (!fs::exists(fs::symlink_status(name, error)))
            return name;
    }
    return with_suffix(path, ".damaged-" + std::to_string(max_set_aside));
}

Database open_checked(const fs::path& path, const Opening& opening,
                      std::span<const Schema> schemas, Look look)
{
    Database database{path, opening};
    const auto damage = look == Look::Whole ? database.damage() : std::nullopt;
    if (damage)
        throw StoreError{Fault::Corrupt, path.string() + ": " + *damage};
    migrate(database, schemas);
    return database;
}

} // namespace

fs::path set_aside(const fs::path& path)
{
    auto to = free_name(path);
    std::error_code error;
    fs::rename(path, to, error);
    if (error)
        throw StoreError{Fault::ReadOnly,
                         path.string() +
                             " is damaged and cannot be renamed: " + error.message()};
    // A log left behind would be played into the new file; often there is none.
    for (const auto* suffix : {"-wal", "-shm"})
        fs::rename(with_suffix(path, suffix), with_suffix(to, suffix), error);
    return to;
}

Database open_sound(const fs::path& path, const Opening& opening,
                    std::span<const Schema> schemas,
                    const std::function<void(const SetAside&)>& told, Look look)
{
    try {
        return open_checked(path, opening, schemas, look);
    } catch (const StoreError& error) {
        if (error.fault() != Fault::Corrupt)
            throw;
        told({set_aside(path), error.what()});
    }
    return open_checked(path, opening, schemas, look);
}

} // namespace mailreeve::store
