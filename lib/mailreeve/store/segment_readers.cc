#include "mailreeve/store/segment_readers.hh"

#include "mailreeve/store/statement.hh"

#include <algorithm>
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
    auto taken = idle_.with([&](Idle& idle) {
        Idle out;
        const auto found = std::ranges::find(idle, file, &Database::path);
        if (found != idle.end())
            out.splice(out.begin(), idle, found);
        return out;
    });
    if (taken.empty() || !taken.front().is_in_place())
        return std::nullopt;
    return std::move(taken.front());
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
    Idle out; // closed without the lock
    if (!database.is_in_place())
        return;
    out.push_front(std::move(database));
    idle_.with([&](Idle& idle) {
        idle.splice(idle.begin(), out);
        while (idle.size() > limits_.open)
            out.splice(out.begin(), idle, std::prev(idle.end()));
    });
}

void SegmentReaders::close(const fs::path& file)
{
    Idle out;
    idle_.with([&](Idle& idle) {
        for (auto at = idle.begin(); at != idle.end();) {
            const auto here = at++;
            if (here->path() == file)
                out.splice(out.begin(), idle, here);
        }
    });
}

std::size_t SegmentReaders::open() const
{
    return idle_.with([](const Idle& idle) { return idle.size(); });
}

} // namespace mailreeve::store
