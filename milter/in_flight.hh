// The messages that are being read at this moment, noted where the end of the process
// does not take the note away: whoever brings one that ends us is known afterwards.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace mailreeve::milter {

// A small file, mapped into memory: a note costs no system call, and survives the
// process, though not the machine. Thread-safe. A message is known by a hash of its
// bytes, which an MTA brings again as they were.
class InFlight {
public:
    static constexpr std::size_t slots = 2048; // beyond, messages go unnoted
    static constexpr unsigned strikes = 2;     // ends of the process
    static constexpr std::chrono::hours remembered{7 *
                                                   24}; // an MTA tries for five days

    // Without a file: nothing outlives the process.
    explicit InFlight(const Clock& clock);

    // What was in flight when the process before ended gets a strike. `clock` must
    // outlive it. Throws std::system_error when the file cannot be had; one that is
    // not as we write it is begun anew.
    InFlight(const std::filesystem::path& file, const Clock& clock);

    ~InFlight();
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

    // The process ends because it was told to: what is still being read is no suspect,
    // unless it has been at it for longer than `patience`.
    static constexpr std::chrono::minutes patience{10};
    void settle();

    // In flight while it lives. When it goes the process has survived the message.
    class Note {
    public:
        Note(InFlight& flights, std::uint64_t message);
        ~Note();
        Note(const Note&) = delete;
        Note& operator=(const Note&) = delete;

        // It has ended the process that often before: it is not to be read again.
        bool is_poison() const { return poison_; }

    private:
        InFlight& flights_;
        bool poison_ = false; // before slot_, whose making sets it
        std::size_t slot_;
    };

private:
    enum class State : std::uint32_t { Free, Reading, Suspect };

    struct Slot {
        std::uint64_t message = 0;
        std::int64_t since = 0; // Unix seconds
        std::uint32_t ends = 0; // of the process, with this message in flight
        State state = State::Free;
    };

    struct Table {
        std::uint64_t format = 0;
        Slot slot[slots];
    };

    void count_ends(Table& table) const;
    std::size_t enter(std::uint64_t message, bool& poison);
    void leave(std::size_t slot);

    const Clock& clock_;
    void* mapped_ = nullptr;
    Guarded<Table*> table_;
};

} // namespace mailreeve::milter
