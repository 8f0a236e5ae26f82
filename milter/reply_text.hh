// Replies as they may be sent: printable ASCII, one line, bounded, with the id.
#pragma once

#include "mailreeve/base/id.hh"
#include "policy/verdict.hh"

#include <cstddef>
#include <string>

namespace mailreeve::milter {

// RFC 5321 4.5.3.1.5 allows a reply line of 512 octets with its codes; libmilter takes
// 980, and every percent sign doubles on the way.
inline constexpr std::size_t max_reply_text = 480;

// `reply` with " (id 1B7K0Q2M9XW3T)" behind its text, which is cut where it is too
// long. An enhanced code of another class than the code is replaced by x.7.1: Sendmail
// drops the whole text over it. A code that is neither 4xx nor 5xx is a bug.
policy::Reply presentable(const policy::Reply& reply, const Id& id);

// "451 4.7.1 Access temporarily denied. ..."
std::string line(const policy::Reply& reply);

// Our own.
policy::Reply too_many_sessions();
policy::Reply too_much_work();
policy::Reply too_many_recipients();
policy::Reply too_many_fields();
policy::Reply internal_error();
policy::Reply no_key();
policy::Reply no_disk();
policy::Reply too_large();
policy::Reply cannot_strip();

} // namespace mailreeve::milter
