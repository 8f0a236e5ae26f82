// The rules that hold until the administrator writes his own.
#pragma once

#include "mailreeve/attachment/rule.hh"
#include "mailreeve/base/api.hh"

#include <vector>

namespace mailreeve::attachment {

// examples/attachment-rules.yaml shows the same, with the reasons; a test holds the two
// equal.
MAILREEVE_API const std::vector<Rule>& default_rules();

} // namespace mailreeve::attachment
