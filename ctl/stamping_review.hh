// Whether all that Postfix sends for our domains gets its stamp, where it must stand,
// and an envelope id. Pure.
#pragma once

#include "ctl/postfix_review.hh"
#include "snapshot/settings.hh"

namespace mailreeve::ctl {

Remarks review_stamping(const Postfix& postfix, const Ours& ours,
                        const snapshot::Settings& settings);

} // namespace mailreeve::ctl
