// A quarantine in a directory that goes with the test.
#pragma once

#include "mailreeve/quarantine/directory_quarantine.hh"
#include "test/support/fake_clock.hh"
#include "test/support/held.hh"
#include "test/support/temporary_directory.hh"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::quarantine {

struct Ground {
    test::TemporaryDirectory state;
    test::FakeClock clock;
    Keys keys{test::master_keys({"0a1b2c3d"})};
    Settings settings{.min_free = {0}};
    Guarded<std::vector<std::string>> heard;
    std::unique_ptr<DirectoryQuarantine> opened;

    std::filesystem::path directory() const { return held_directory(state.path()); }

    DirectoryQuarantine& quarantine()
    {
        if (!opened)
            opened = open_quarantine(
                state.path(), keys, settings, clock, [this](const std::string& what) {
                    heard.with([&](auto& all) { all.push_back(what); });
                });
        return *opened;
    }

    void close() { opened.reset(); }

    std::string id_now(std::uint32_t random = 0) const
    {
        return Id::from(clock.wall(), random).text();
    }

    // Why it was not kept; empty: it was.
    std::string keep(const std::string& id, std::string_view message = "text")
    {
        try {
            quarantine().keep(test::held(id), message);
            return {};
        } catch (const NotKept& error) {
            return error.what();
        }
    }

    // The message of one; nothing when it cannot be read.
    std::optional<std::string> message(const std::string& name)
    {
        try {
            std::string text;
            quarantine().read(*FileName::parse(name), [&](crypto::ByteView bytes) {
                text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            });
            return text;
        } catch (const std::runtime_error&) {
            return std::nullopt;
        }
    }

    // All entries of the directory.
    std::vector<std::string> entries() const
    {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator{directory()})
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        return names;
    }
};

} // namespace mailreeve::quarantine
