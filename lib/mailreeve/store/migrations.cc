#include "mailreeve/store/migrations.hh"

#include "mailreeve/store/statement.hh"
#include "mailreeve/store/transaction.hh"

#include <limits>
#include <map>
#include <string>

namespace mailreeve::store {

namespace {

constexpr std::int64_t our_application = 0x6d726565; // "mree"
constexpr std::int64_t our_layout = 1; // of the table `subjects`, as user_version

using Versions = std::map<std::string, std::int64_t, std::less<>>;

std::int64_t number(Database& database, std::string_view sql)
{
    Statement ask{database, sql};
    auto rows = ask.rows();
    return rows.next() ? rows.integer(0) : 0;
}

StoreError newer(const Database& database, const std::string& what)
{
    return {Fault::Newer,
            database.path().string() + " was written by a later mailreeve (" + what +
                "): install that version again, or move the file away to begin anew"};
}

// What the file says of itself; empty for a new one.
Versions read_versions(Database& database)
{
    const auto layout = number(database, "PRAGMA user_version");
    const auto application = number(database, "PRAGMA application_id");
    if (application != our_application && number(database, "SELECT count(*) FROM "
                                                           "sqlite_schema") != 0)
        throw StoreError{Fault::Other, database.path().string() +
                                           " is a database of another program"};
    if (layout > our_layout)
        throw newer(database, "layout " + std::to_string(layout));
    Versions versions;
    if (layout == 0)
        return versions;
    constexpr std::size_t max_subject = 64;
    Statement ask{database, "SELECT subject, version FROM subjects"};
    for (auto rows = ask.rows(); rows.next();)
        versions[rows.text(0, max_subject)] =
            rows.integer(1, 0, std::numeric_limits<int>::max());
    return versions;
}

std::size_t version_of(const Versions& versions, std::string_view subject)
{
    const auto found = versions.find(subject);
    return found == versions.end() ? 0 : static_cast<std::size_t>(found->second);
}

bool is_behind(Database& database, const Versions& versions,
               std::span<const Schema> schemas)
{
    bool behind = false;
    for (const auto& schema : schemas) {
        const auto version = version_of(versions, schema.subject);
        if (version > schema.steps.size())
            throw newer(database, std::string{schema.subject} + " is at version " +
                                      std::to_string(version) + ", this one knows " +
                                      std::to_string(schema.steps.size()));
        behind = behind || version < schema.steps.size();
    }
    return behind;
}

void take_steps(Database& database, const Schema& schema, std::size_t from)
{
    for (const auto* step : schema.steps.subspan(from))
        database.run(step);
    database
        .prepared("INSERT INTO subjects(subject, version) VALUES(?, ?) "
                  "ON CONFLICT(subject) DO UPDATE SET version = excluded.version")
        .run(schema.subject, static_cast<std::int64_t>(schema.steps.size()));
}

} // namespace

void migrate(Database& database, std::span<const Schema> schemas)
{
    if (!is_behind(database, read_versions(database), schemas))
        return;
    Transaction transaction{database};
    // Another process may have been faster: look again, now under the lock.
    const auto versions = read_versions(database);
    is_behind(database, versions, schemas);
    database.run("CREATE TABLE IF NOT EXISTS subjects("
                 "subject TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
    database.run("PRAGMA user_version=1");
    database.run("PRAGMA application_id=0x6d726565");
    for (const auto& schema : schemas)
        take_steps(database, schema, version_of(versions, schema.subject));
    transaction.commit();
}

} // namespace mailreeve::store
