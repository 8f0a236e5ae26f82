// What the control socket is told: daemon and filter, seen together.
#pragma once

#include "control/operations.hh"
#include "milter/filter.hh"
#include "milter/operations.hh"

namespace mailreeve::milter {

// Thread-safe, as both are. They must outlive it.
class Reception final : public control::Operations {
public:
    Reception(milter::Operations& daemon, Filter& filter, const log::Log& log)
        : daemon_{daemon}, filter_{filter}, log_{log}
    {
    }

    control::Status status() const override;
    std::string metrics() const override { return filter_.metrics().render(); }
    control::Reload reload() override;
    void stop() override { daemon_.stop(); }

private:
    milter::Operations& daemon_;
    Filter& filter_;
    const log::Log& log_;
};

} // namespace mailreeve::milter
