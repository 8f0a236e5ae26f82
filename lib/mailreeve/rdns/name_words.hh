// What the words in host names tell: what kind of line or machine it is.
#pragma once

#include <span>
#include <string_view>

namespace mailreeve::rdns {

// All of them take one word in lower case.

// A line whose addresses change hands: dsl, dyn, dhcp, ppp, ...
bool is_access_word(std::string_view word);

// Somebody's connection, if there are many of the kind: pool, customer, home, cable,
// ...
bool is_customer_word(std::string_view word);

// A machine that serves, above all mail: mail, mx, smtp, out, relay, server, ns, ...
bool is_server_word(std::string_view word);

// An address that stays: static, fixed, business, ...
bool is_fixed_word(std::string_view word);

// A machine of which nothing is known but its number: host, ip, node, ...
bool is_host_word(std::string_view word);

// A registered domain whose own name speaks of mail (its first label).
bool is_mail_domain(std::string_view label);

// How many labels at the end somebody registered: two, or three as under co.uk. Names,
// not the public suffix list: here a label more or less changes little.
std::size_t registered_labels(std::span<const std::string_view> labels);

} // namespace mailreeve::rdns
