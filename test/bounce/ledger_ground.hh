// Ledgers that a test opens, closes and opens again.
#pragma once

#include "test/bounce/ledger_entries.hh"
#include "test/support/temporary_directory.hh"
#include "test/support/waiting_clock.hh"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace mailreeve::bounce {

class LedgerGround {
public:
    test::WaitingClock clock; // starts at 2026-11-18 11:06:40 UTC
    LedgerLimits limits;

    SqliteLedger& ledger() { return ledger_with(clock); }

    // The same, opened with another clock if it is not open.
    SqliteLedger& ledger_with(const Clock& time)
    {
        if (!ledger_) {
            auto reader = open_state(state_ / "state.db");
            if (!writer_)
                writer_ = std::make_unique<store::Committer>(
                    [this] { return open_state(state_ / "state.db"); },
                    [](const std::string&) {});
            ledger_ = std::make_unique<SqliteLedger>(
                directory(), SqliteLedger::State{reader, *writer_}, time,
                [this](const std::string& what) {
                    told_.with([&](auto& told) { told.push_back(what); });
                },
                limits);
        }
        return *ledger_;
    }
    void close()
    {
        ledger_.reset();
        writer_.reset();
    }

    store::Commit record(const Entry& entry)
    {
        const auto done = ledger().record(entry);
        const auto* const result =
            done.wait_until(SystemClock{}.now() + std::chrono::seconds{30});
        REQUIRE(result != nullptr);
        return *result;
    }
    bool records(const Entry& entry) { return !record(entry); }

    const std::filesystem::path& state() const { return state_.path(); }
    std::filesystem::path directory() const { return state_ / "ledger"; }
    std::filesystem::path state_file() const { return state_ / "state.db"; }
    std::vector<std::string> told() const { return told_.copy(); }

private:
    test::TemporaryDirectory state_;
    Guarded<std::vector<std::string>> told_;
    std::unique_ptr<store::Committer> writer_;
    std::unique_ptr<SqliteLedger> ledger_;
};

} // namespace mailreeve::bounce
