#include "milter/admission.hh"

namespace mailreeve::milter {

Admission::Place::~Place()
{
    if (admission_ == nullptr)
        return;
    // The change is noted first: a drain that sees nobody left must also see when.
    admission_->note_change();
    --*count_;
}

std::optional<Admission::Place> Admission::enter(Place::Counter& count,
                                                 std::size_t limit,
                                                 std::atomic<std::uint64_t>& refused)
{
    if (is_closing()) {
        ++refused;
        return std::nullopt;
    }
    if (count.fetch_add(1) >= limit) {
        --count;
        ++refused;
        return std::nullopt;
    }
    note_change();
    return Place{this, &count};
}

std::optional<Admission::Place> Admission::open_session()
{
    return enter(sessions_, limits_.sessions, sessions_refused_);
}

Admission::Place Admission::begin_message()
{
    ++messages_;
    ++messages_begun_;
    note_change();
    return {this, &messages_};
}

std::optional<Admission::Place> Admission::begin_work()
{
    return enter(work_, limits_.work, work_refused_);
}

Admission::Count Admission::count() const
{
    return {sessions_,         messages_,     work_,
            sessions_refused_, work_refused_, messages_begun_};
}

} // namespace mailreeve::milter
