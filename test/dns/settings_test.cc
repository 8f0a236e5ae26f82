#include "mailreeve/dns/settings.hh"

#include "mailreeve/config/file.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

TEST_SUITE("dns")
{
    TEST_CASE("nothing written means the servers of the system and four seconds")
    {
        const auto empty = config::load_text<Settings>("mailreeve.yaml", "");
        CHECK(empty.ok());
        CHECK(empty.settings == Settings{});
        CHECK(empty.settings.servers.empty());
        CHECK(empty.settings.budget == std::chrono::seconds{4});
    }

    TEST_CASE("keys that are written replace their defaults")
    {
        const auto file = config::load_text<Settings>(
            "mailreeve.yaml", "servers: [192.0.2.53, '127.0.0.1:5353', '[::1]:53']\n"
                              "budget: 2500ms\ncache_size: 1MiB\nper_message: 50\n"
                              "mixed_case: false\nfailure_memory: 0s\n");
        CAPTURE(file.diagnostics.text());
        REQUIRE(file.ok());
        CHECK(file.settings.servers.size() == 3);
        CHECK(file.settings.servers.at(1).text() == "127.0.0.1:5353");
        CHECK(file.settings.budget == std::chrono::milliseconds{2500});
        CHECK(file.settings.cache_size.bytes == 1U << 20U);
        CHECK(file.settings.per_message == 50);
        CHECK_FALSE(file.settings.mixed_case);
    }

    TEST_CASE("what is shown is read as the same")
    {
        for (const std::string text :
             {"servers: system\n", "servers: [192.0.2.53]\ntries: 3\nwaiting: 0\n"}) {
            CAPTURE(text);
            const auto file = config::load_text<Settings>("mailreeve.yaml", text);
            REQUIRE(file.ok());
            const auto again = config::load_text<Settings>("mailreeve.yaml",
                                                           config::show(file.settings));
            CAPTURE(again.diagnostics.text());
            CHECK(again.ok());
            CHECK(again.settings == file.settings);
        }
    }

    TEST_CASE("values that cannot work are errors")
    {
        for (const std::string text :
             {"servers: []\n", "servers: local\n", "servers: [resolver.example]\n",
              "servers: 192.0.2.53\n", "servers: ['192.0.2.53:0']\n",
              "servers: [1.1.1.1, 1.1.1.1, 1.1.1.1, 1.1.1.1, 1.1.1.1, 1.1.1.1, "
              "1.1.1.1, "
              "1.1.1.1, 1.1.1.1]\n",
              "budget: 10ms\n", "budget: 4\n", "tries: 0\n", "in_flight: 1\n",
              "cache_size: 1KiB\n", "timeout: 3s\n"}) {
            CAPTURE(text);
            CHECK_FALSE(config::load_text<Settings>("mailreeve.yaml", text).ok());
        }
    }
}

} // namespace mailreeve::dns
