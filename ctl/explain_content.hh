// What a message brings, looked at and judged as the daemon does it.
#pragma once

#include "ctl/explain.hh"

#include <span>
#include <string_view>

namespace mailreeve::ctl {

// Where no worker can be had, the same without one, and why.
ExplainedContent survey(const Bench& bench, std::string_view raw);

// What the rules for each of `whom` say of each part.
void judge_parts(ExplainedContent& content, const attachment::Settings& settings,
                 std::span<const mail::Address> whom, inspect::Origin origin);

} // namespace mailreeve::ctl
