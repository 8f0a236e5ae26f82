// What tests of committers wait with, hold up and listen to.
#pragma once

#include "mailreeve/store/committer.hh"
#include "test/store/notes.hh"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

namespace mailreeve::store {

inline constexpr std::chrono::seconds patience{30};

// Ends the test when the future stays empty.
inline Commit result_of(const Future<Commit>& future)
{
    const auto* result = future.wait_until(SystemClock{}.now() + patience);
    REQUIRE(result != nullptr);
    return *result;
}

inline Committer::Work note(std::string words)
{
    return
        [words = std::move(words)](Database& database) { write_note(database, words); };
}

// Holds the committer's thread until it is opened.
class Gate {
public:
    Committer::Work work() const
    {
        return [entered = entered_, open = open_.future()](Database&) {
            entered.set(true);
            (void)open.wait_until(SystemClock{}.now() + patience);
        };
    }
    void wait_entered() const
    {
        REQUIRE(entered_.future().wait_until(SystemClock{}.now() + patience) !=
                nullptr);
    }
    void open() const { open_.set(true); }

private:
    Promise<bool> entered_;
    Promise<bool> open_;
};

struct Told {
    Guarded<std::vector<std::string>> words;
    Committer::Tell tell()
    {
        return [this](const std::string& what) {
            words.with([&](auto& all) { all.push_back(what); });
        };
    }
};

} // namespace mailreeve::store
