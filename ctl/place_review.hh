// Whether the places of the configuration are there, and safe.
#pragma once

#include "ctl/remark.hh"
#include "mailreeve/attachment/settings.hh"
#include "snapshot/start_settings.hh"

namespace mailreeve::ctl {

// The state directory, the directory of the milter's socket, the control socket with
// the daemon behind it.
Remarks review_places(const snapshot::StartSettings& settings);

// The program that looks into files; nothing where attachments are not judged.
Remarks review_worker(const attachment::Settings& settings);

} // namespace mailreeve::ctl
