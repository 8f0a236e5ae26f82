// Snapshots made from YAML, over faked services.
#pragma once

#include "snapshot/load.hh"
#include "snapshot/snapshot.hh"
#include "test/support/gateway.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>

namespace mailreeve::test {

// Generations count on. The organization is Example Ltd unless the YAML names one.
inline std::shared_ptr<const snapshot::Snapshot> snapshot(Gateway& gateway,
                                                          const std::string& yaml)
{
    static std::atomic<std::uint64_t> generation{0};
    auto loaded = snapshot::load_text("test.yaml", yaml,
                                      SOURCE_ROOT "/lib/mailreeve/rbl/catalogue.yaml");
    CAPTURE(loaded.diagnostics.text());
    REQUIRE(loaded.ok());
    auto& configuration = loaded.configuration;
    if (configuration.settings.organization.empty())
        configuration.settings.organization = "Example Ltd";
    return std::make_shared<const snapshot::Snapshot>(
        configuration.settings, configuration.lists, ++generation, gateway.services());
}

} // namespace mailreeve::test
