// The values of the header fields in which a verdict explains itself.
#pragma once

#include "mailreeve/base/id.hh"
#include "policy/verdict.hh"

#include <cstddef>
#include <span>
#include <string>

namespace mailreeve::snapshot {

inline constexpr std::size_t max_findings_shown = 100; // more are counted behind them

inline constexpr char verdict_field[] = "X-Mailreeve-Verdict";
inline constexpr char findings_field[] = "X-Mailreeve-Findings";
inline constexpr char results_field[] = "Authentication-Results"; // RFC 8601

// SPAM score=6.20 spam=5.00 surespam=10.00 id=1B7K0Q2M9XW3T, and in mode observe also
// withheld=reject: what would have been done.
std::string verdict_value(const policy::Decision& decision, const Id& id);

// "RDNS_MISSING=5.00, RBL_EXAMPLE=unknown", "none"; on one line.
std::string findings_value(std::span<const score::Finding> findings);

// mx1.example.net; iprev=fail policy.iprev=192.0.2.7
std::string results_value(const std::string& authserv_id, const std::string& iprev,
                          const std::string& address);

// One of them: RDNS_MISSING=5.00
std::string text(const score::Finding& finding);

} // namespace mailreeve::snapshot
