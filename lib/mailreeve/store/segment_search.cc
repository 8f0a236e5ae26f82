#include "mailreeve/store/segment_search.hh"

#include "mailreeve/store/directory.hh"

#include <chrono>
#include <system_error>
#include <utility>

namespace mailreeve::store {

namespace {

namespace chrono = std::chrono;
namespace fs = std::filesystem;

using Part = SegmentFile::Part;

void note(SearchEnd& end, const std::string& why)
{
    if (end.complete)
        end = {false, why};
}

// Not one that has expired meanwhile.
bool is_there(const fs::path& file)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file, ignored));
}

} // namespace

SegmentSearch::SegmentSearch(fs::path directory, Period period,
                             std::span<const Schema> schemas,
                             const ReaderLimits& limits)
    : directory_{std::move(directory)}, period_{period}, limits_{limits}, readers_{
                                                                              schemas,
                                                                              limits}
{
}

std::vector<SegmentFile> SegmentSearch::files() const
{
    std::error_code error;
    auto files = segment_files(directory_, period_, error);
    if (error)
        throw StoreError{fault_of_errno(error.value()),
                         directory_.string() + ": " + error.message()};
    return files;
}

Go SegmentSearch::look_at(const SegmentFile& file, const Search& look,
                          SearchEnd& end) const
{
    auto go = Go::On;
    if (file.part == Part::Damaged)
        note(end, file.path.string() + " was damaged and set aside");
    if (file.part != Part::Database)
        return go;
    try {
        readers_.read(file.path, [&](Database& database) { go = look(database); });
    } catch (const StoreError& error) {
        if (!is_there(file.path))
            return go;
        note(end, error.what());
        if (error.fault() == Fault::Corrupt)
            damaged_.with([&](auto& damaged) { damaged.insert(file.path); });
    }
    return go;
}

SearchEnd SegmentSearch::look_into(const std::vector<SegmentFile>& files,
                                   const Search& look) const
{
    SearchEnd end;
    std::size_t databases = 0;
    for (const auto& file : files) {
        if (file.part == Part::Database && databases++ == limits_.segments) {
            note(end, directory_.string() + " holds more files than are looked into");
            break;
        }
        if (look_at(file, look, end) == Go::Stop)
            break;
    }
    return end;
}

SearchEnd SegmentSearch::read(WallTime when, const Read& use) const
{
    return search(when, when, [&](Database& database) {
        use(database);
        return Go::On;
    });
}

SearchEnd SegmentSearch::search(const Search& look) const
{
    try {
        return look_into(files(), look);
    } catch (const StoreError& error) {
        return {false, error.what()};
    }
}

SearchEnd SegmentSearch::search(WallTime from, WallTime to, const Search& look) const
{
    try {
        auto all = files();
        std::erase_if(all, [&](const SegmentFile& file) {
            return file.segment.ends <= chrono::floor<chrono::seconds>(from) ||
                   file.segment.begins > chrono::floor<chrono::seconds>(to);
        });
        return look_into(all, look);
    } catch (const StoreError& error) {
        return {false, error.what()};
    }
}

} // namespace mailreeve::store
