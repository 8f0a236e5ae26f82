// libmilter's callbacks, each a guard around one call of the session.
#pragma once

namespace mailreeve::milter {

struct Gate;

// Registers them with libmilter: once, before smfi_main(). `gate` must outlive the
// process's last callback. Throws MtaFailed.
void register_callbacks(const Gate& gate);

} // namespace mailreeve::milter
