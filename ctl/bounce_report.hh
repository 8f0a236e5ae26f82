// What is told of one message that was taken for a bounce, or was not.
#pragma once

#include "ctl/bounce_trial.hh"

#include <iosfwd>
#include <string>

namespace mailreeve::ctl {

// For people: a block of lines, nothing in it that steers a terminal. `keys` says what
// keys there were.
void print_report(const std::string& file, const BounceReport& report,
                  const std::string& keys, std::ostream& out);

// For programs: one object on one line.
void print_report_json(const std::string& file, const BounceReport& report,
                       const std::string& keys, std::ostream& out);

} // namespace mailreeve::ctl
