// Segments of notes in a directory that goes with the test.
#pragma once

#include "mailreeve/store/segments.hh"
#include "test/store/committing.hh"
#include "test/support/fake_clock.hh"
#include "test/support/temporary_directory.hh"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mailreeve::store {

// Notes by the day, written and read at times that a test says.
class SegmentGround {
public:
    test::FakeClock clock; // starts at 2026-11-18 11:06:40 UTC
    SegmentPlan plan{Period::Day, {}, notes, {}, {}};
    Told told;

    Segments& segments()
    {
        if (!segments_)
            segments_ = std::make_unique<Segments>(directory(), plan, told.tell());
        return *segments_;
    }
    void close() { segments_.reset(); }

    Commit write(const char* words, WallTime when)
    {
        return result_of(segments().commit(when, note(words)));
    }

    bool writes(const char* words, WallTime when) { return !write(words, when); }

    // The notes of all segments, newest segment first.
    std::vector<std::string> words(SearchEnd* end = nullptr)
    {
        std::vector<std::string> all;
        const auto ended = segments().search([&](Database& database) {
            auto rows = database.prepared("SELECT words FROM notes ORDER BY id").rows();
            while (rows.next())
                all.push_back(rows.text(0, 1000));
            return Go::On;
        });
        if (end != nullptr)
            *end = ended;
        return all;
    }

    std::filesystem::path directory() const { return state_ / "ledger"; }
    std::filesystem::path file(const char* name) const { return directory() / name; }

    std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator{directory()})
            all.push_back(entry.path().filename());
        std::ranges::sort(all);
        return all;
    }

    const test::TemporaryDirectory& state() const { return state_; }

private:
    test::TemporaryDirectory state_;
    std::unique_ptr<Segments> segments_; // first to go: it writes to the above
};

using Words = std::vector<std::string>;

} // namespace mailreeve::store
