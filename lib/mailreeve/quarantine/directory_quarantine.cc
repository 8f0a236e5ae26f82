#include "mailreeve/quarantine/directory_quarantine.hh"

#include "mailreeve/crypto/key_refused.hh"
#include "mailreeve/quarantine/new_file.hh"
#include "mailreeve/store/directory.hh"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/statvfs.h>

namespace mailreeve::quarantine {

namespace fs = std::filesystem;

namespace {

std::uint64_t free_bytes(int directory)
{
    struct statvfs info {};
    if (::fstatvfs(directory, &info) != 0)
        throw std::system_error{errno, std::generic_category(), "cannot see the disk"};
    return std::uint64_t{info.f_bavail} * info.f_frsize;
}

std::string bytes_words(std::uint64_t bytes)
{
    return std::to_string(bytes) + " bytes";
}

fs::path key_directory(const fs::path& state)
{
    return state / "keys";
}

} // namespace

// Bytes that nobody else may count on while a file is written.
class DirectoryQuarantine::Room {
public:
    Room(DirectoryQuarantine& quarantine, std::uint64_t bytes)
        : quarantine_{quarantine}, bytes_{bytes}
    {
        quarantine_.reserve(bytes_);
    }
    ~Room() { quarantine_.release(bytes_, kept_); }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

    void is_kept() { kept_ = true; }

private:
    DirectoryQuarantine& quarantine_;
    std::uint64_t bytes_;
    bool kept_ = false;
};

DirectoryQuarantine::DirectoryQuarantine(const fs::path& directory, const Keys& keys,
                                         const Settings& settings, const Clock& clock,
                                         Tell tell)
    : files_{HeldFiles::make(directory)}, keys_{keys}, settings_{settings},
      tell_{std::move(tell)}, watch_{clock}
{
    remove_left_over(files_);
    count_again(files_.names());
}

void DirectoryQuarantine::keep(const Held& held, std::string_view message)
{
    try {
        keep_checked(held, message);
    } catch (const NotKept&) {
        state_.with([](State& state) { ++state.counts.not_kept; });
        throw;
    } catch (const std::exception& error) {
        state_.with([](State& state) { ++state.counts.not_kept; });
        throw NotKept{error.what()};
    }
}

void DirectoryQuarantine::keep_checked(const Held& held, std::string_view message)
{
    const auto id = Id::parse(held.id);
    if (!id)
        throw NotKept{"it has no id of ours"};
    if (message.size() > settings_.copy().max_message.bytes)
        throw NotKept{"too large: " + bytes_words(message.size())};
    const auto keys = keys_.copy();
    if (!keys || keys->newest() == nullptr)
        throw NotKept{"there is no key"};
    const SealedFile file{*keys->newest(), held, message};
    Room room{*this, file.size()};
    store(file, *id);
    room.is_kept();
}

void DirectoryQuarantine::store(const SealedFile& file, const Id& id)
{
    NewFile made{files_, id};
    file.write([&](crypto::ByteView bytes) { made.write(bytes); });
    made.publish();
}

void DirectoryQuarantine::reserve(std::uint64_t bytes)
{
    const auto settings = settings_.copy();
    const auto free = free_bytes(files_.descriptor());
    state_.with([&](State& state) {
        if (state.counts.messages >= settings.max_messages)
            throw NotKept{"quota: " + std::to_string(state.counts.messages) +
                          " messages are kept (quarantine.max_messages)"};
        if (state.counts.bytes + bytes > settings.max_size.bytes)
            throw NotKept{"quota: " + bytes_words(state.counts.bytes) +
                          " are kept (quarantine.max_size)"};
        if (free < settings.min_free.bytes + state.pending_bytes + bytes)
            throw NotKept{"no space: " + bytes_words(free) +
                          " are free (quarantine.min_free)"};
        ++state.pending;
        state.pending_bytes += bytes;
        ++state.counts.messages;
        state.counts.bytes += bytes;
        ++state.added;
        state.added_bytes += bytes;
    });
}

void DirectoryQuarantine::release(std::uint64_t bytes, bool kept)
{
    state_.with([&](State& state) {
        --state.pending;
        state.pending_bytes -= bytes;
        if (kept)
            ++state.counts.kept;
    });
    if (!kept)
        forget(bytes);
}

void DirectoryQuarantine::forget(std::uint64_t bytes)
{
    const auto less = [](std::uint64_t& sum, std::uint64_t by) {
        sum -= std::min(sum, by);
    };
    state_.with([&](State& state) {
        less(state.counts.bytes, bytes);
        less(state.counts.messages, 1);
    });
}

// What comes while we count may be counted twice, until the next time: more than there
// is, never less.
void DirectoryQuarantine::count_again(const std::vector<FileName>& names)
{
    std::uint64_t bytes = 0;
    for (const auto& name : names)
        bytes += files_.size(name);
    state_.with([&](State& state) {
        state.counts.messages = names.size() + state.added;
        state.counts.bytes = bytes + state.added_bytes;
    });
}

Counts DirectoryQuarantine::counts() const
{
    return state_.with([](const State& state) { return state.counts; });
}

void DirectoryQuarantine::set_aside(const FileName& name, const std::string& why)
{
    auto aside = name;
    aside.set_aside = true;
    if (name.set_aside ||
        ::renameat2(files_.descriptor(), name.text().c_str(), files_.descriptor(),
                    aside.text().c_str(), RENAME_NOREPLACE) != 0)
        return tell_(name.text() + ' ' + why);
    state_.with([](State& state) { ++state.counts.damaged; });
    tell_(name.text() + ' ' + why + "; it was set aside as " + aside.text());
}

template <class Use>
auto DirectoryQuarantine::setting_aside(const FileName& name, const Use& use)
{
    try {
        return use(*keys_.copy());
    } catch (const Unreadable& error) {
        // A key can be put back, and a later mailreeve can be installed again.
        if (error.fault() != FileFault::UnknownKey &&
            error.fault() != FileFault::Version)
            set_aside(name, error.what());
        throw;
    }
}

Held DirectoryQuarantine::look(const FileName& name)
{
    return setting_aside(name, [&](const crypto::MasterKeys& keys) {
        return files_.read(name, keys).held();
    });
}

Held DirectoryQuarantine::read(const FileName& name, const Take& take)
{
    return setting_aside(name, [&](const crypto::MasterKeys& keys) {
        auto reader = files_.read(name, keys);
        reader.read_message(take);
        return reader.held();
    });
}

bool DirectoryQuarantine::remove(const FileName& name)
{
    const auto bytes = files_.size(name);
    if (::unlinkat(files_.descriptor(), name.text().c_str(), 0) != 0) {
        if (errno == ENOENT)
            return false;
        const int error = errno;
        throw store::StoreError{store::fault_of_errno(error),
                                (files_.path() / name.text()).string() + ": " +
                                    std::generic_category().message(error)};
    }
    forget(bytes);
    return true;
}

Expired DirectoryQuarantine::expire()
{
    state_.with([](State& state) {
        state.added = state.pending;
        state.added_bytes = state.pending_bytes;
    });
    const auto names = files_.names();
    count_again(names);
    const auto now = watch_.believed();
    Expired expired{{}, now.has_value()};
    if (!now)
        return expired;
    const auto before = *now - settings_.copy().retention;
    for (const auto& name : names) {
        if (name.time() >= before)
            break; // they sort by time
        try {
            if (!remove(name))
                continue;
            expired.removed.push_back(name);
            if (name.set_aside)
                tell_(name.text() + ", which was damaged, was removed after its time");
        } catch (const store::StoreError& error) {
            tell_(std::string{"cannot be removed: "} + error.what());
        }
    }
    if (!expired.removed.empty())
        (void)::fsync(files_.descriptor());
    return expired;
}

std::shared_ptr<const crypto::MasterKeys> master_keys_at_start(const fs::path& state,
                                                               WallTime now)
{
    const auto directory = key_directory(state);
    auto keys = crypto::MasterKeys::load(directory);
    if (keys->newest() != nullptr)
        return keys;
    const auto held = held_directory(state);
    const auto files = HeldFiles::open(held);
    if (files && !files->names().empty())
        throw crypto::KeyRefused{
            directory,
            "holds no archive-*.key, but " + held.string() +
                " holds messages that one has encrypted",
            "put the key back from a backup; or, to give these messages up: mv " +
                held.string() + ' ' + held.string() + ".lost"};
    crypto::add_first_key(directory, crypto::master_key_family(), now);
    return crypto::MasterKeys::load(directory);
}

std::unique_ptr<DirectoryQuarantine>
open_quarantine(const fs::path& state, const Keys& keys, const Settings& settings,
                const Clock& clock, DirectoryQuarantine::Tell tell)
{
    return std::make_unique<DirectoryQuarantine>(held_directory(state), keys, settings,
                                                 clock, std::move(tell));
}

} // namespace mailreeve::quarantine
