// From a decision to what must change in the message: what the daemon and
// `mailreevectl explain` share.
#pragma once

#include "mailreeve/attachment/strip.hh"
#include "mailreeve/attachment/survey.hh"
#include "mailreeve/base/clock.hh"
#include "policy/verdict.hh"
#include "snapshot/settings.hh"

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::snapshot {

struct Stripping {
    std::vector<attachment::Removal> removals;
    attachment::Plan plan;
    std::string field; // the value of X-Mailreeve-Stripped
};

// What is taken out of the message by `decision`, which names parts of `survey`, which
// was made of `raw`.
Stripping stripping(const attachment::Survey& survey, std::string_view raw,
                    const policy::Decision& decision, const attachment::Notice& notice);

// Who speaks in the notice, and when; `id` is that of the transaction.
attachment::Notice notice(const Settings& settings, const std::string& id,
                          WallTime time);

} // namespace mailreeve::snapshot
