// Which entry of an administrator's list matched.
#pragma once

#include <string>

namespace mailreeve::trust {

enum class What { Network, Client, Sender, Recipient };

struct Match {
    What what = What::Network;
    std::string entry; // as the administrator wrote it: 192.0.2.0/24, .example.net

    bool operator==(const Match&) const = default;
};

} // namespace mailreeve::trust
