// Whether the places of the configuration are there, and safe.
#pragma once

#include "ctl/remark.hh"
#include "snapshot/start_settings.hh"

namespace mailreeve::ctl {

// The state directory, the directory of the milter's socket, the control socket with
// the daemon behind it.
Remarks review_places(const snapshot::StartSettings& settings);

} // namespace mailreeve::ctl
