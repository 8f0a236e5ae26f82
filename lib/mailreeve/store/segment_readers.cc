#include "mailreeve/store/segment_readers.hh"

#include "mailreeve/store/statement.hh"

#include <iterator>
#include <utility>

namespace mailreeve::store {

namespace {

namespace fs = std::filesystem;

// Its writer has made the file and not yet its tables.
bool is_blank(Database& database)
{
    Statement ask{database, "SELECT count(*) FROM sqlite_schema"};
    auto rows = ask.rows();
    return !rows.next() || rows.integer(0) == 0;
}

template <class Idle>
std::size_t count(const Idle& idle)
{
    std::size_t all = 0;
    for (const auto& [file, databases] : idle)
        all += databases.size();
    return all;
}

} // namespace

SegmentReaders::SegmentReaders(std::span<const Schema> schemas,
                               const ReaderLimits& limits)
    : schemas_{schemas}, limits_{limits}
{
}

void SegmentReaders::read(const fs::path& file,
                          const std::function<void(Database&)>& use)
{
    auto database = take(file);
    if (!database)
        database = open(file);
    if (!database)
        return;
    use(*database);
    put_back(*std::move(database)); // not after a failure: it may be the connection's
}

std::optional<Database> SegmentReaders::take(const fs::path& file)
{
    auto taken = idle_.with([&](Idle& idle) -> std::optional<Database> {
        const auto found = idle.find(file.native());
        if (found == idle.end())
            return std::nullopt;
        return take_out(idle, found);
    });
    if (taken && !taken->is_in_place())
        taken.reset();
    return taken;
}

Database SegmentReaders::take_out(Idle& idle, Idle::iterator from)
{
    auto database = std::move(from->second.back());
    from->second.pop_back();
    if (from->second.empty())
        idle.erase(from);
    return database;
}

std::optional<Database> SegmentReaders::open(const fs::path& file) const
{
    Opening reading;
    reading.access = limits_.access;
    reading.patience = limits_.patience;
    Database database{file, reading};
    if (is_blank(database))
        return std::nullopt;
    try {
        migrate(database, schemas_);
    } catch (const StoreError& error) {
        if (error.fault() != Fault::ReadOnly || limits_.access == Access::LookOnly)
            throw;
        Opening writing;
        writing.patience = limits_.patience;
        Database old{file, writing}; // nobody writes to a day gone by, so we do it
        migrate(old, schemas_);
    }
    return database;
}

void SegmentReaders::put_back(Database database)
{
    if (!database.is_in_place())
        return;
    std::optional<Database> out; // closed without the lock
    idle_.with([&](Idle& idle) {
        idle[database.path().native()].push_back(std::move(database));
        if (count(idle) > limits_.open)
            out = take_out(idle, least_needed(idle));
    });
}

// The oldest of those that have company: each search needs one connection to every
// segment, and begins with the newest.
SegmentReaders::Idle::iterator SegmentReaders::least_needed(Idle& idle)
{
    auto least = std::prev(idle.end());
    for (auto at = idle.begin(); at != idle.end(); ++at)
        if (at->second.size() > 1)
            least = at;
    return least;
}

void SegmentReaders::close(const fs::path& file)
{
    std::vector<Database> out; // closed without the lock
    idle_.with([&](Idle& idle) {
        const auto found = idle.find(file.native());
        if (found == idle.end())
            return;
        out = std::move(found->second);
        idle.erase(found);
    });
}

std::size_t SegmentReaders::open() const
{
    return idle_.with([](const Idle& idle) { return count(idle); });
}

} // namespace mailreeve::store
