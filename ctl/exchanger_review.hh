// Whether mail for our domains can come in around this host, as far as the DNS tells.
#pragma once

#include "ctl/list_query.hh"
#include "ctl/remark.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/net/network_set.hh"

#include <string>
#include <vector>

namespace mailreeve::ctl {

inline constexpr std::size_t max_domains_asked = 50;
inline constexpr std::size_t max_exchangers_asked = 20; // of each

// What counts as us.
struct Here {
    std::string hostname;      // may be empty
    net::NetworkSet addresses; // of this host
    net::NetworkSet relays;    // that bring us what they get
};

// This host as the system knows it.
Here this_host(const std::string& hostname, const net::NetworkSet& relays);

// Asks for all of them at once, and waits until `deadline` at most.
Remarks review_exchangers(const Asking& asking,
                          const std::vector<mail::Domain>& domains, const Here& here,
                          Deadline deadline);

} // namespace mailreeve::ctl
