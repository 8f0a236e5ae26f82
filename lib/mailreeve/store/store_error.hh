// What is thrown when a database cannot do its work.
#pragma once

#include "mailreeve/base/api.hh"

#include <stdexcept>
#include <string>
#include <string_view>

namespace mailreeve::store {

enum class Fault {
    Busy,       // another process held the lock for all of the patience
    Full,       // no space left, over quota, or over the bound of the file
    Corrupt,    // not a database, or a damaged one
    ReadOnly,   // the file, its directory or the file system cannot be written
    CannotOpen, // missing, or no right to open it
    Unsafe,     // wrong owner or mode, a symbolic link, a second hard link
    Newer,      // written by a later version of mailreeve
    Gone,       // the file was removed or replaced while it was open
    Content,    // a row holds what its reader does not allow
    Other,      // a constraint, a mistake in the SQL, a failing disk
};

// "busy", "disk full", ...; for logs.
MAILREEVE_API std::string_view name(Fault fault);

class MAILREEVE_API StoreError : public std::runtime_error {
public:
    StoreError(Fault fault, const std::string& what);

    Fault fault() const { return fault_; }

private:
    Fault fault_;
};

} // namespace mailreeve::store
