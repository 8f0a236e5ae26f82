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

bool has_ledger(const std::filesystem::path& state)
{
    std::error_code error;
    for (std::filesystem::directory_iterator at{state / "ledger", error}, end;
         !error && at != end; at.increment(error))
        if (store::segment_file(at->path(), store::Period::Day))
            return true;
    return false;
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
}

// RELIABILITY S12: a clock that jumped forward must not empty the ledger.
bool Upkeep::is_trusted(const bounce::Settings& settings)
{
    const auto steady = things_.clock.now();
    const auto wall = things_.clock.wall();
    const auto off = (wall - last_wall_) - (steady - last_steady_);
    last_steady_ = steady;
    last_wall_ = wall;
    if (std::chrono::abs(off) > jump) {
        jumped_ = steady;
        things_.log.write(
            Severity::Warning,
            Record{"clock"}.with(
                "jumped", std::chrono::duration_cast<std::chrono::seconds>(off)));
    }
    const auto quiet =
        std::min<std::chrono::seconds>(std::chrono::hours{24}, settings.lifetime);
    if (jumped_ && steady - *jumped_ >= quiet)
        jumped_.reset();
    return !jumped_;
}

void Upkeep::rotate(const bounce::Settings& settings)
{
    const auto now = things_.clock.wall();
    const auto ring = things_.keys.copy();
    const auto* signing = ring->signing(now);
    const bool due = settings.rotation > std::chrono::seconds{0} &&
                     signing != nullptr && signing == &ring->keys().back() &&
                     now - signing->info().signs_from >= settings.rotation;
    if (!due)
        return;
    const auto made = bounce::add_key(bounce::key_directory(things_.state), now, now);
    things_.keys.exchange(bounce::KeyRing::load(bounce::key_directory(things_.state)));
    things_.log.write(Severity::Notice, Record{"key"}.with("made", made.id));
}

void Upkeep::remove(const bounce::Settings& settings)
{
    const auto now = things_.clock.wall();
    const auto directory = bounce::key_directory(things_.state);
    const auto gone = bounce::retire(directory, *things_.keys.copy(), now,
                                     settings.lifetime + settings.grace);
    for (const auto& id : gone)
        things_.log.write(Severity::Notice, Record{"key"}.with("removed", id));
    if (!gone.empty())
        things_.keys.exchange(bounce::KeyRing::load(directory));
    for (const auto& file : things_.ledger.expire(now - settings.lifetime))
        things_.log.write(Severity::Info,
                          Record{"ledger"}.with("removed", file.filename().string()));
}

void Upkeep::look(const bounce::Settings& settings)
{
    try {
        if (!is_trusted(settings))
            return;
        rotate(settings);
        remove(settings);
    } catch (const std::exception& error) {
        things_.log.write(Severity::Error,
                          Record{"upkeep"}.with("failed", error.what()));
    }
}

} // namespace mailreeve::milter
