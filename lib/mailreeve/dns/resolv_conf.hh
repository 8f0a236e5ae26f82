// Reading resolv.conf(5): ldns ignores its options and drops the scope of addresses.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/dns/server_address.hh"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::dns {

struct ResolvConf {
    // The first three, as in glibc; 127.0.0.1 and ::1 when the file names none.
    std::vector<ServerAddress> servers;
    bool rotate = false;                         // begin with another one each time
    std::optional<unsigned> attempts;            // 1 to 5, as glibc caps them
    std::optional<std::chrono::seconds> timeout; // 1 to 30 s, likewise

    bool operator==(const ResolvConf&) const = default;
};

// Lines that are no comment (# or ; in the first column), `nameserver` or `options` are
// not for us (search lists and ndots: we ask for whole names). A nameserver that is no
// address is passed over.
MAILREEVE_API ResolvConf parse_resolv_conf(std::string_view text);

// A resolv.conf and what it said when it was last looked at. For one thread.
class MAILREEVE_API ResolvConfFile {
public:
    explicit ResolvConfFile(std::string path) : path_{std::move(path)} {}

    // What the file says when it is another one than at the last call (inode, size or
    // time differ), otherwise nothing. A file that is missing at the first call counts
    // as empty; one that cannot be read later leaves the old answer in force.
    std::optional<ResolvConf> changed();

private:
    struct Version {
        long long inode = 0, size = 0, seconds = 0, nanoseconds = 0;
        bool operator==(const Version&) const = default;
    };

    std::string path_;
    std::optional<Version> version_;
};

} // namespace mailreeve::dns
