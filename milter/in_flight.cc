#include "milter/in_flight.hh"

#include "mailreeve/base/descriptor.hh"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <span>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>

namespace mailreeve::milter {

namespace {

constexpr std::uint64_t format = 0x6d726668'00000001; // "mrfh", version 1

[[noreturn]] void fail(const std::filesystem::path& file)
{
    throw std::system_error{errno, std::generic_category(), file.string()};
}

std::int64_t seconds(WallTime time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch())
        .count();
}

// Of the size that we need, whatever it was.
Descriptor open_sized(const std::filesystem::path& file, std::size_t size)
{
    Descriptor opened{
        ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
    struct stat status = {};
    if (!opened || ::fstat(opened.number(), &status) != 0)
        fail(file);
    if (!S_ISREG(status.st_mode)) {
        errno = EINVAL;
        fail(file);
    }
    if (static_cast<std::size_t>(status.st_size) != size &&
        (::ftruncate(opened.number(), 0) != 0 ||
         ::posix_fallocate(opened.number(), 0, static_cast<off_t>(size)) != 0))
        fail(file);
    return opened;
}

} // namespace

InFlight::InFlight(const Clock& clock) : clock_{clock}
{
    void* const place = ::mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
        fail("the notes of what is in flight");
    mapped_ = place;
    table_.exchange(static_cast<Table*>(place));
}

InFlight::InFlight(const std::filesystem::path& file, const Clock& clock)
    : clock_{clock}
{
    const auto opened = open_sized(file, sizeof(Table));
    void* const place = ::mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE,
                               MAP_SHARED, opened.number(), 0);
    if (place == MAP_FAILED)
        fail(file);
    mapped_ = place;
    auto* const table = static_cast<Table*>(place);
    if (table->format != format)
        *table = Table{};
    table->format = format;
    count_ends(*table);
    table_.exchange(table);
}

InFlight::~InFlight()
{
    ::munmap(mapped_, sizeof(Table));
}

// One suspect a message, however many of it were in flight.
void InFlight::count_ends(Table& table) const
{
    const std::span all{table.slot};
    const auto now = seconds(clock_.wall());
    for (auto& slot : all) {
        if (slot.state == State::Suspect &&
            now - slot.since > std::chrono::seconds{remembered}.count())
            slot = {};
        if (slot.state != State::Reading)
            continue;
        const auto known = std::ranges::find_if(all, [&](const Slot& other) {
            return other.state == State::Suspect && other.message == slot.message;
        });
        const auto ends = known != all.end() ? known->ends + 1 : 1;
        if (known != all.end())
            *known = {};
        slot = {slot.message, now, ends, State::Suspect};
    }
}

std::size_t InFlight::enter(std::uint64_t message, bool& poison)
{
    const auto now = seconds(clock_.wall());
    return table_.with([&](Table* table) {
        std::size_t place = slots;
        for (std::size_t i = 0; i < slots; ++i) {
            const auto& slot = table->slot[i];
            if (slot.state == State::Suspect && slot.message == message)
                poison = slot.ends >= strikes;
            if (slot.state == State::Free && place == slots)
                place = i;
        }
        if (place != slots)
            table->slot[place] = {message, now, 0, State::Reading};
        return place;
    });
}

// Survived: it is no suspect any more.
void InFlight::leave(std::size_t place)
{
    if (place == slots)
        return;
    table_.with([&](Table* table) {
        const auto message = table->slot[place].message;
        table->slot[place] = {};
        for (auto& slot : table->slot)
            if (slot.state == State::Suspect && slot.message == message)
                slot = {};
    });
}

void InFlight::settle()
{
    const auto now = seconds(clock_.wall());
    table_.with([&](Table* table) {
        for (auto& slot : table->slot)
            if (slot.state == State::Reading &&
                now - slot.since < std::chrono::seconds{patience}.count())
                slot = {};
    });
}

InFlight::Note::Note(InFlight& flights, std::uint64_t message)
    : flights_{flights}, slot_{flights.enter(message, poison_)}
{
}

// What was not read has not been survived: it comes again where it could not be kept.
InFlight::Note::~Note()
{
    if (!poison_)
        flights_.leave(slot_);
    else if (slot_ != slots)
        flights_.table_.with([this](Table* table) { table->slot[slot_] = {}; });
}

} // namespace mailreeve::milter
