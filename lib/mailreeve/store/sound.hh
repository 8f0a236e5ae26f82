// Opening a database that mail must not wait for: a damaged one is set aside.
#pragma once

#include "mailreeve/store/migrations.hh"

#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace mailreeve::store {

struct SetAside {
    std::filesystem::path moved_to;
    std::string why;
};

// Renames a database, with its log, to `path`.damaged-N (the first free N of
// max_set_aside; the last one is replaced) and says where it is now. Nothing may have
// it open. Throws StoreError.
MAILREEVE_API std::filesystem::path set_aside(const std::filesystem::path& path);

inline constexpr int max_set_aside = 9;

enum class Look {
    Whole, // PRAGMA quick_check: time grows with the file
    Front, // header and tables, which opening reads anyhow
};

// Opens, looks for damage, brings the tables up to date. A damaged file is set aside,
// `told` hears of it, and a new one takes its place. Throws StoreError for all else.
MAILREEVE_API Database open_sound(const std::filesystem::path& path,
                                  const Opening& opening,
                                  std::span<const Schema> schemas,
                                  const std::function<void(const SetAside&)>& told,
                                  Look look = Look::Whole);

} // namespace mailreeve::store
