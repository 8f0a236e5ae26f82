// A message as it would be delivered.
#pragma once

#include "ctl/explanation.hh"
#include "snapshot/settings.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::ctl {

// Every change that the daemon would have the MTA make, made in `raw`, of which the
// explanation is: fields added on top, forged ones of ours taken off, the subject
// tagged, attachments replaced. Added lines end as the first line of `raw` does; all
// others stay as they are. Nothing when the message would be held or refused, or could
// not be judged.
std::optional<std::string> delivered(const Explanation& explanation,
                                     const snapshot::Settings& settings,
                                     std::string_view raw);

// Why there is nothing: "held", "refused", "not judged".
std::string_view not_delivered(const Explanation& explanation);

} // namespace mailreeve::ctl
