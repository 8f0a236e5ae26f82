#include "milter/upkeep.hh"

#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/store/segment.hh"
#include "milter/start_refused.hh"

#include <algorithm>
#include <exception>
#include <string>

namespace mailreeve::milter {

namespace {

using log::Record;
using log::Severity;

// What cannot be looked into is taken for one: keys beside it are made by nobody but
// the administrator.
bool has_ledger(const std::filesystem::path& state)
{
    std::error_code error;
    for (std::filesystem::directory_iterator at{state / "ledger", error}, end;
         !error && at != end; at.increment(error))
        if (store::segment_file(at->path(), store::Period::Day))
            return true;
    return error && error != std::errc::no_such_file_or_directory;
}

std::shared_ptr<const bounce::KeyRing> found_or_made(const std::filesystem::path& state,
                                                     WallTime now)
{
    const auto directory = bounce::key_directory(state);
    auto ring = bounce::KeyRing::load(directory);
    if (!ring->keys().empty())
        return ring;
    if (has_ledger(state))
        throw StartRefused{
            Exit::Configuration,
            "there are no keys in " + directory.string() +
                ", but a ledger of stamps beside it",
            "put the keys back from a backup, or take new ones, which "
            "disown all bounces of what has left: mailreevectl keys init"};
    bounce::add_first_key(directory, now);
    return bounce::KeyRing::load(directory);
}

std::chrono::sys_days day_of(const std::filesystem::path& file)
{
    return store::segment_file(file, store::Period::Day).value().segment.begins;
}

// Of two that a clock could mean: one whose time lies further ahead than a new key's
// would was made while the clock was wrong.
bool is_due(const bounce::KeyRing& ring, WallTime now, std::chrono::seconds rotation)
{
    return std::ranges::none_of(ring.keys(), [&](const bounce::Key& key) {
        const auto from = key.info().signs_from;
        return from > now - rotation && from <= now + rotation;
    });
}

} // namespace

std::shared_ptr<const bounce::KeyRing> keys_at_start(const std::filesystem::path& state,
                                                     WallTime now)
{
    try {
        return found_or_made(state, now);
    } catch (const crypto::KeyRefused& refused) {
        throw StartRefused{Exit::Configuration, refused.problem(), refused.mend()};
    } catch (const std::system_error& error) {
        throw StartRefused{Exit::CannotCreate, error.what()};
    }
}

Upkeep::Upkeep(const Things& things)
    : things_{things}, last_steady_{things.clock.now()}, last_wall_{things.clock.wall()}
{
    attempt("ledger", [this] {
        if (was_absent())
            jumped_ = last_steady_;
    });
}

// Today's file was made when the ledger was opened: the one before tells.
bool Upkeep::was_absent() const
{
    const auto files = things_.ledger.segments().list();
    return files.size() > 1 && day_of(files[1]) + absence < last_wall_;
}

// RELIABILITY S12: a clock that jumped forward must not empty the ledger.
bool Upkeep::is_trusted()
{
    const auto steady = things_.clock.now();
    const auto wall = things_.clock.wall();
    const auto off = (wall - last_wall_) - (steady - last_steady_);
    last_steady_ = steady;
    last_wall_ = wall;
    if (std::chrono::abs(off) > jump) {
        jumped_ = steady;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(off);
        things_.log.write(Severity::Warning, Record{"clock"}.with("jumped", seconds));
    }
    if (jumped_ && steady - *jumped_ >= quiet)
        jumped_.reset();
    return !jumped_;
}

void Upkeep::read_keys()
{
    const std::lock_guard lock{reading_};
    const auto directory = bounce::key_directory(things_.state);
    auto ring = bounce::KeyRing::load(directory);
    if (ring->keys().empty())
        throw crypto::KeyRefused{directory, "holds no key any more",
                                 "put them back from a backup"};
    things_.keys.exchange(std::move(ring));
}

void Upkeep::rotate(const bounce::Settings& settings)
{
    const auto now = things_.clock.wall();
    if (settings.rotation == std::chrono::seconds{0} ||
        !is_due(*things_.keys.copy(), now, settings.rotation))
        return;
    const auto made =
        bounce::add_key(bounce::key_directory(things_.state), now, now + notice);
    read_keys();
    things_.log.write(Severity::Notice, Record{"key"}.with("made", made.id));
}

void Upkeep::remove_days(const bounce::Settings& settings)
{
    const auto before = things_.clock.wall() - settings.lifetime;
    for (const auto& file : things_.ledger.expire(before))
        things_.log.write(Severity::Info,
                          Record{"ledger"}.with("removed", file.filename().string()));
}

void Upkeep::remove_keys(const bounce::Settings& settings)
{
    const auto gone =
        bounce::retire(bounce::key_directory(things_.state), *things_.keys.copy(),
                       things_.clock.wall(), settings.lifetime + settings.grace);
    for (const auto& id : gone)
        things_.log.write(Severity::Notice, Record{"key"}.with("removed", id));
    if (!gone.empty())
        read_keys();
}

void Upkeep::attempt(std::string_view duty, const std::function<void()>& work)
{
    try {
        work();
    } catch (const std::exception& error) {
        things_.log.write(
            Severity::Error,
            Record{"upkeep"}.with("duty", duty).with("failed", error.what()));
    }
}

// What makes room on the disk comes first.
void Upkeep::look(const bounce::Settings& settings)
{
    const bool trusted = is_trusted();
    if (trusted)
        attempt("ledger", [&] { remove_days(settings); });
    attempt("read keys", [&] { read_keys(); });
    if (!trusted)
        return;
    attempt("remove keys", [&] { remove_keys(settings); });
    attempt("rotate keys", [&] { rotate(settings); });
}

} // namespace mailreeve::milter
