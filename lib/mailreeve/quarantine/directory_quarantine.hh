// Kept messages as files in a directory, one a message (file.hh).
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/clock_watch.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/quarantine/held_files.hh"
#include "mailreeve/quarantine/quarantine.hh"
#include "mailreeve/quarantine/settings.hh"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace mailreeve::quarantine {

using Keys = Guarded<std::shared_ptr<const crypto::MasterKeys>>;

struct Counts {
    std::uint64_t messages = 0; // that lie there, damaged ones too
    std::uint64_t bytes = 0;    // of their files
    std::uint64_t kept = 0;     // since the start
    std::uint64_t not_kept = 0; // the same
    std::uint64_t damaged = 0;  // set aside since the start

    bool operator==(const Counts&) const = default;
};

// What expire() did.
struct Expired {
    std::vector<FileName> removed;
    bool clock_believed = true; // no: nothing was removed
};

// Thread-safe. Two processes may use one directory, as while one takes over from the
// other: each counts what the other does when it looks (expire()).
class MAILREEVE_API DirectoryQuarantine final : public Quarantine {
public:
    // Hears of files that were set aside, and of those that could not be removed; one
    // line.
    using Tell = std::function<void(const std::string&)>;

    // Makes the directory; removes what a process that died has left half done; counts
    // what is there. `keys` has at least one; all that is referred to must outlive
    // this. Throws store::StoreError.
    DirectoryQuarantine(const std::filesystem::path& directory, const Keys& keys,
                        const Settings& settings, const Clock& clock, Tell tell);

    // Written under another name, synced, renamed, and the directory synced. What()
    // begins with "quota", "no space", or says what the disk or the message has.
    void keep(const Held& held, std::string_view message) override;

    // Bounds for what is kept from now on.
    void set_settings(const Settings& settings) { settings_.exchange(settings); }

    // Metadata of one, or the message as well, as HeldFiles::read(). One that is
    // damaged is set aside, told, and throws all the same.
    Held look(const FileName& name);
    Held read(const FileName& name, const Take& take);

    // False when it was gone. Throws store::StoreError.
    bool remove(const FileName& name);

    // Removes what is older than the retention by its name (the time in which its
    // transaction began), damaged ones too, which are told; and counts again. Nothing
    // is removed by a clock that has jumped. For one maintenance thread; may wait for
    // the disk. Throws store::StoreError when the directory cannot be read.
    Expired expire();

    Counts counts() const;
    const HeldFiles& files() const { return files_; }

private:
    struct State {
        Counts counts;
        std::uint64_t pending = 0; // files that are being written
        std::uint64_t pending_bytes = 0;
        std::uint64_t added = 0; // since the directory was last counted
        std::uint64_t added_bytes = 0;
    };
    class Room;

    void keep_checked(const Held& held, std::string_view message);
    void store(const SealedFile& file, const Id& id);
    void reserve(std::uint64_t bytes);
    void release(std::uint64_t bytes, bool kept);
    void count_again(const std::vector<FileName>& names);
    void forget(std::uint64_t bytes);
    void remove_unfinished();
    void set_aside(const FileName& name, const std::string& why);
    template <class Use>
    auto setting_aside(const FileName& name, const Use& use);

    HeldFiles files_;
    const Keys& keys_;
    Guarded<Settings> settings_;
    Tell tell_;
    Guarded<State> state_;
    ClockWatch watch_;
};

// Where the daemon begins: keys and directory below its state. The first key is made
// when nothing is kept yet. Throws crypto::KeyRefused, also when there is no key beside
// files that one has encrypted; std::system_error when the disk does not take one.
MAILREEVE_API std::shared_ptr<const crypto::MasterKeys>
master_keys_at_start(const std::filesystem::path& state, WallTime now);

// Opens the quarantine below a daemon's state. Throws store::StoreError.
MAILREEVE_API std::unique_ptr<DirectoryQuarantine>
open_quarantine(const std::filesystem::path& state, const Keys& keys,
                const Settings& settings, const Clock& clock,
                DirectoryQuarantine::Tell tell);

} // namespace mailreeve::quarantine
