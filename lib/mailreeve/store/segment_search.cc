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

SearchEnd SegmentSearch::look_into(const std::vector<SegmentFile>& files,
                                   const Search& look) const
{
    SearchEnd end;
    auto go = Go::On;
    std::size_t looked_into = 0;
    for (auto file = files.begin(); file != files.end() && go == Go::On; ++file) {
        if (file->part == Part::Damaged)
            note(end, file->path.string() + " was damaged and set aside");
        if (file->part != Part::Database)
            continue;
        if (looked_into++ == limits_.segments) {
            note(end, directory_.string() + " holds more files than are looked into");
            break;
        }
        try {
            readers_.read(file->path, [&](Database& database) { go = look(database); });
        } catch (const StoreError& error) {
            std::error_code ignored;
            if (!fs::exists(fs::symlink_status(file->path, ignored)))
                continue; // expired
            note(end, error.what());
            if (error.fault() == Fault::Corrupt)
                damaged_.with([&](auto& damaged) { damaged.insert(file->path); });
        }
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
