// A quarantine in memory, which can be full.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/quarantine/quarantine.hh"

#include <string>
#include <vector>

namespace mailreeve::test {

class MemoryQuarantine final : public quarantine::Quarantine {
public:
    struct Kept {
        quarantine::Held held;
        std::string message;
    };

    void keep(const quarantine::Held& held, std::string_view message) override
    {
        kept_.with([&](std::vector<Kept>& kept) {
            if (full)
                throw quarantine::NotKept{"no space left"};
            kept.push_back({held, std::string{message}});
        });
    }

    // Since the last call.
    std::vector<Kept> take() { return kept_.exchange({}); }

    bool full = false;

private:
    Guarded<std::vector<Kept>> kept_;
};

} // namespace mailreeve::test
