#include "milter/gate.hh"

namespace mailreeve::milter {

Wants Gate::wants() const
{
    const auto snapshot = current.copy();
    return {snapshot->judges_bounces(),
            quarantine != nullptr || snapshot->judges_attachments()};
}

} // namespace mailreeve::milter
