// Whether a DNS list works: its test points (RFC 5782 5), asked for real.
#pragma once

#include "ctl/list_query.hh"
#include "ctl/remark.hh"
#include "mailreeve/rbl/blocklists.hh"

namespace mailreeve::ctl {

enum class Expected {
    Listed,
    Unlisted,
    Either, // many lists of IPv6 addresses have no test entry
};

// One list, with each of its test points. Starts at once.
class ListTrial {
public:
    ListTrial(const Asking& asking, const std::shared_ptr<const rbl::List>& list);

    // One remark: an error where the list lists what no list may; otherwise warnings.
    Remark remark(Deadline deadline) const;

private:
    struct Point {
        ListQuery query;
        Expected expected{};
    };

    std::shared_ptr<const rbl::List> list_;
    std::vector<Point> points_;
};

// Every list, asked at once.
Remarks try_lists(const Asking& asking, const rbl::Lists& lists, Deadline deadline);

} // namespace mailreeve::ctl
