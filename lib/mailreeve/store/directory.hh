// The directories that databases lie in: ours alone, since SQLite trusts its files.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/store/store_error.hh"

#include <filesystem>

namespace mailreeve::store {

// Throws StoreError unless it is a directory of ours that nobody else may enter: Unsafe
// for a wrong owner or mode and for a symbolic link.
void check_directory(const std::filesystem::path& directory);

// Makes it, with mode 0700, if it is missing, and its name durable; then checks it. The
// one above it must be there. Throws StoreError.
MAILREEVE_API void make_directory(const std::filesystem::path& directory);

// What an errno of a file or directory means to a store.
Fault fault_of_errno(int error);

} // namespace mailreeve::store
