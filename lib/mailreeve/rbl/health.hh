// Which lists answer: a silent one is not waited for, and is asked now and then whether
// it is back.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/future.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/rbl/limits.hh"
#include "mailreeve/rbl/listing.hh"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::rbl {

// For the log: `rbl zone=bl.example unusable=refused ...`
struct Trouble {
    std::string zone;
    std::optional<Unusable> why; // nothing: the list answers again
    std::string sentence;
    std::uint64_t times = 1; // since it was told last
};

enum class Admission {
    Wait,  // ask, and wait for the answer
    Probe, // ask, but let no mail wait: the list is silent
    Skip,  // do not ask
};

// One zone. Thread-safe. Inquiries hold on to it, so that late answers find it.
class MAILREEVE_API ZoneHealth {
public:
    using Tell = std::function<void(const Trouble&)>;

    // `clock` must outlive it. `tell` is called on any thread; it must not wait.
    ZoneHealth(std::string zone, const Clock& clock, const HealthLimits& limits,
               Tell tell);

    Admission admit();

    // A question was sent. When the list is found silent, `waiting` is set to
    // NotWaitedFor. Gives the question's number for the calls below.
    std::uint64_t begin(const Promise<Listing>& waiting);

    void answered(std::uint64_t question); // by the zone, whatever it said
    void unanswered(std::uint64_t question, const List& list); // timed out or given up
    void ended(std::uint64_t question); // says nothing of the zone: our own limits

    // Looks whether too many questions are overdue.
    void look(const List& list);

    // Tells of an answer that cannot be used, at most so often.
    void unusable(Unusable why, const List& list, const std::string& answered);

    bool is_silent() const;

    const HealthLimits& limits() const { return limits_; }

private:
    struct Question {
        Deadline begun;
        Promise<Listing> waiting;
    };
    struct Told {
        std::optional<Deadline> at;
        std::uint64_t times = 0; // since then
    };
    struct State {
        bool told_silent = false;
        int misses = 0; // in a row
        std::uint64_t next = 1;
        Deadline last_answer = Deadline::min();
        std::optional<Deadline> last_probe;
        std::map<std::uint64_t, Question> open;
        std::map<Unusable, Told> told;
    };
    using Waiting = std::vector<Promise<Listing>>;

    Waiting fall_silent(State& state);
    bool is_overdue(const State& state) const;
    void release(const std::optional<Waiting>& waiting, const List& list);

    std::string zone_;
    const Clock& clock_;
    HealthLimits limits_;
    Tell tell_;
    std::atomic<bool> silent_{false}; // written under the lock, read without
    Guarded<State> state_;
};

// All zones that were ever asked; they come from the configuration alone. Thread-safe.
class MAILREEVE_API Health {
public:
    // `clock` must outlive it and every inquiry.
    Health(const Clock& clock, ZoneHealth::Tell tell, const HealthLimits& limits = {});

    std::shared_ptr<ZoneHealth> zone(const std::string& name);

private:
    const Clock& clock_;
    ZoneHealth::Tell tell_;
    HealthLimits limits_;
    Guarded<std::map<std::string, std::shared_ptr<ZoneHealth>>> zones_;
};

} // namespace mailreeve::rbl
