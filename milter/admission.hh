// Who may come in: the sessions, messages and pieces of work that are going on, and how
// many of them there may be.
#pragma once

#include "mailreeve/base/clock.hh"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace mailreeve::milter {

// Thread-safe; older than every session. Nothing in it waits.
class Admission {
public:
    struct Limits {
        std::size_t sessions = 1000; // connections of MTAs that have said CONNECT
        std::size_t work = 500;      // recipients and ends of messages judged at once
    };

    struct Count {
        std::size_t sessions = 0;
        std::size_t messages = 0; // transactions: from MAIL to their end
        std::size_t work = 0;
        std::uint64_t sessions_refused = 0; // these three only grow
        std::uint64_t work_refused = 0;
        std::uint64_t messages_begun = 0;
    };

    // One of a limited number; given back when it is destroyed.
    class Place {
    public:
        Place(Place&& other) noexcept
            : admission_{std::exchange(other.admission_, nullptr)}, count_{other.count_}
        {
        }
        Place& operator=(Place&& other) noexcept
        {
            std::swap(admission_, other.admission_);
            std::swap(count_, other.count_);
            return *this;
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place();

    private:
        friend class Admission;
        using Counter = std::atomic<std::size_t>;
        Place(Admission* admission, Counter* count)
            : admission_{admission}, count_{count}
        {
        }

        Admission* admission_;
        Counter* count_;
    };

    // The clock must outlive it.
    Admission(Limits limits, const Clock& clock) : limits_{limits}, clock_{clock} {}

    // Whether the next session would be refused. Good for negotiation only, where the
    // answer to CONNECT must not be given away: it may be wrong a moment later.
    bool is_full() const { return is_closing() || sessions_ >= limits_.sessions; }

    // At connect, held as long as the session. Nothing: answer 421 4.3.2.
    std::optional<Place> open_session();

    // At MAIL, held until the message is decided or aborted. Never refused: a session
    // that was let in may speak.
    Place begin_message();

    // At RCPT and at the end of a message, held while it is judged. Nothing: answer
    // 451 4.3.2.
    std::optional<Place> begin_work();

    // From here on every callback answers 451 4.3.2: what a drain could not wait for
    // must not depend on what the MTA does when a milter goes away.
    void close() { closing_ = true; }
    bool is_closing() const { return closing_; }

    Count count() const;
    const Limits& limits() const { return limits_; }

    // When a session or a message last began or ended.
    Deadline last_change() const { return Deadline{Deadline::duration{last_change_}}; }

private:
    std::optional<Place> enter(Place::Counter& count, std::size_t limit,
                               std::atomic<std::uint64_t>& refused);
    void note_change() { last_change_ = clock_.now().time_since_epoch().count(); }

    const Limits limits_;
    const Clock& clock_;
    Place::Counter sessions_{0};
    Place::Counter messages_{0};
    Place::Counter work_{0};
    std::atomic<std::uint64_t> sessions_refused_{0};
    std::atomic<std::uint64_t> work_refused_{0};
    std::atomic<std::uint64_t> messages_begun_{0};
    std::atomic<Deadline::rep> last_change_{0};
    std::atomic<bool> closing_{false};
};

} // namespace mailreeve::milter
