// FirstSeen in memory, without bounds.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/rbl/first_seen.hh"

#include <map>
#include <string>

namespace mailreeve::test {

class FakeFirstSeen final : public rbl::FirstSeen {
public:
    std::chrono::seconds age(const rbl::Triplet& triplet, WallTime now) override
    {
        return first_.with([&](auto& first) {
            const auto seen = first.emplace(rbl::key(triplet), now).first->second;
            return std::chrono::duration_cast<std::chrono::seconds>(now - seen);
        });
    }

private:
    Guarded<std::map<std::string, WallTime>> first_;
};

} // namespace mailreeve::test
