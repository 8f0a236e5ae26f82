#include "mailreeve/store/segments.hh"

#include "mailreeve/store/directory.hh"

#include <algorithm>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

namespace mailreeve::store {

namespace {

namespace chrono = std::chrono;
namespace fs = std::filesystem;

using Part = SegmentFile::Part;

// A directory that several files were removed from: what could not be.
class Removal {
public:
    bool remove(const fs::path& path)
    {
        std::error_code error;
        const bool gone = fs::remove(path, error);
        if (error && failures_.empty())
            failures_ = path.string() + ": " + error.message();
        return gone;
    }
    const std::string& failures() const { return failures_; }

private:
    std::string failures_;
};

// Nothing of one that is well, gone, or cannot be read for another reason.
std::optional<std::string> damage_of(const fs::path& file)
{
    try {
        Opening reading;
        reading.access = Access::ReadOnly;
        return Database{file, reading}.damage();
    } catch (const StoreError& error) {
        return error.fault() == Fault::Corrupt
                   ? std::optional<std::string>{error.what()}
                   : std::nullopt;
    }
}

} // namespace

Segments::Segments(fs::path directory, const SegmentPlan& plan, Committer::Tell tell)
    : plan_{plan}, tell_{std::move(tell)}, search_{std::move(directory), plan.period,
                                                   plan.schemas, plan.readers},
      writers_{[this](const fs::path& file, Look look) { return open(file, look); },
               tell_, plan.writers}
{
    make_directory(search_.directory());
}

Segments::~Segments() = default;

// A look at the whole file would hold up, at every start and change of day, all who
// wait for their rows: 1.1 s for 290 MB. Damage further in is met by the first
// statement that comes upon it, and then the file is opened again and looked at as a
// whole.
Database Segments::open(const fs::path& file, Look look)
{
    make_directory(directory()); // somebody may have removed it under us
    search_.close(file);         // nothing may be open to a file that is set aside
    const auto told = [&](const SetAside& aside) { tell_set_aside(file, aside); };
    return open_sound(file, plan_.opening, plan_.schemas, told, look);
}

void Segments::tell_set_aside(const fs::path& file, const SetAside& aside) const
{
    tell_(file.string() + " was damaged (" + aside.why + ") and is now " +
          aside.moved_to.string() + ": what it held cannot be looked up");
}

void Segments::prepare(WallTime when)
{
    open(directory() / segment_of(when, plan_.period).name, Look::Front);
}

Future<Commit> Segments::commit(WallTime when, Committer::Work work)
{
    return writers_.commit(directory() / segment_of(when, plan_.period).name,
                           std::move(work));
}

std::vector<fs::path> Segments::expire(WallTime before)
{
    auto old = search_.files();
    std::erase_if(old, [&](const SegmentFile& file) {
        return file.segment.ends > chrono::floor<chrono::seconds>(before);
    });
    // Logs first: one that outlived its database would be played into a new one.
    std::stable_partition(old.begin(), old.end(), [](const SegmentFile& file) {
        return file.part == Part::Log;
    });
    for (const auto& file : old)
        if (file.part == Part::Database) {
            writers_.close(file.path);
            search_.close(file.path);
        }
    Removal removal;
    std::vector<fs::path> gone;
    for (const auto& file : old)
        if (removal.remove(file.path) && file.part != Part::Log)
            gone.push_back(file.path);
    set_aside_damaged();
    if (!removal.failures().empty())
        throw StoreError{Fault::ReadOnly, removal.failures()};
    return gone;
}

// Not by the search that met the damage: mail waits for it, and to be sure takes a look
// at the whole file.
void Segments::set_aside_damaged()
{
    for (const auto& file : search_.take_damaged()) {
        writers_.close(file);
        search_.close(file);
        if (const auto why = damage_of(file))
            tell_set_aside(file, {store::set_aside(file), *why});
    }
}

std::vector<fs::path> Segments::list() const
{
    std::vector<fs::path> paths;
    for (const auto& file : search_.files())
        if (file.part == Part::Database)
            paths.push_back(file.path);
    return paths;
}

CommitterCounts Segments::counts() const
{
    return writers_.counts();
}

} // namespace mailreeve::store
