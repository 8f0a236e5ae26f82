// Where messages are kept back, as an interface: the directory of quarantined files
// (directory_quarantine.hh), or a test's.
#pragma once

#include "mailreeve/quarantine/held.hh"

#include <stdexcept>
#include <string>
#include <string_view>

namespace mailreeve::quarantine {

// It could not be kept; nothing of it is left. For the time being: full or no disk.
class MAILREEVE_API NotKept : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Thread-safe.
class Quarantine {
public:
    virtual ~Quarantine() = default;

    // `message` is all of it as it came: header, empty line, body. On disk, the name
    // too, when it returns. Throws NotKept.
    virtual void keep(const Held& held, std::string_view message) = 0;
};

} // namespace mailreeve::quarantine
