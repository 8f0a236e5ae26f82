#include "mailreeve/dns/server_pool.hh"
#include "mailreeve/dns/slot_table.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::dns {

namespace {

using Names = std::vector<std::string>;

// A pool that reads a resolv.conf of its own; nothing is sent.
class PoolOfFile {
public:
    explicit PoolOfFile(const std::string& text) : path_{directory_ / "resolv.conf"}
    {
        std::ofstream{path_} << text;
        Settings settings;
        settings.resolv_conf = path_;
        pool_.emplace(transport_, settings, ServerPool::Events{});
    }

    Names chosen()
    {
        Names names;
        for (const auto& server : pool_->choose().servers)
            names.push_back(server->address().text());
        return names;
    }

    ServerPool& pool() { return *pool_; }

private:
    test::TemporaryDirectory directory_;
    std::filesystem::path path_;
    Counters counters_;
    Transport transport_{{}, {}, counters_, true, 10, 0, {}};
    std::optional<ServerPool> pool_;
};

void make_unwell(Server& server)
{
    const auto now = std::chrono::steady_clock::now();
    for (int i = 0; i < ServerHealth::suspicious; ++i)
        server.unanswered(now);
    for (int i = 0; i < ServerHealth::probes_failed; ++i)
        server.probe_unanswered();
}

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("servers are chosen in the order of the file, those that are well")
    {
        PoolOfFile file{"nameserver 192.0.2.1\nnameserver 192.0.2.2\n"};
        CHECK(file.chosen() == Names{"192.0.2.1:53", "192.0.2.2:53"});
        CHECK(file.chosen() == Names{"192.0.2.1:53", "192.0.2.2:53"});
        make_unwell(*file.pool().choose().servers.front());
        CHECK(file.chosen() == Names{"192.0.2.2:53"});
        make_unwell(*file.pool().choose().servers.front());
        CHECK(file.chosen().empty());
    }

    TEST_CASE("rotate begins with another server each time")
    {
        PoolOfFile file{"nameserver 192.0.2.1\nnameserver 192.0.2.2\n"
                        "nameserver 192.0.2.3\noptions rotate\n"};
        std::vector<std::string> firsts;
        for (int i = 0; i < 4; ++i) {
            const auto names = file.chosen();
            REQUIRE(names.size() == 3);
            firsts.push_back(names.front());
        }
        CHECK(firsts ==
              Names{"192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53", "192.0.2.1:53"});
    }

    TEST_CASE("attempts and timeout of the file go before the settings")
    {
        PoolOfFile plain{"nameserver 192.0.2.1\n"};
        CHECK(plain.pool().choose().tries == 2);
        PoolOfFile file{"nameserver 192.0.2.1\noptions attempts:4 timeout:1\n"};
        CHECK(file.pool().choose().tries == 4);
        CHECK(file.pool().choose().longest_wait == std::chrono::seconds{1});
    }

    TEST_CASE("a server that answers is back, and the time is known")
    {
        PoolOfFile file{"nameserver 192.0.2.1\n"};
        const auto server = file.pool().choose().servers.front();
        make_unwell(*server);
        CHECK_FALSE(file.pool().statistics().front().well);
        CHECK(file.pool().last_recovery() == Deadline{});
        const auto now = std::chrono::steady_clock::now();
        file.pool().answered(*server, now - std::chrono::milliseconds{3}, now);
        CHECK(file.pool().last_recovery() == now);
        CHECK(file.pool().statistics().front().well);
        CHECK(file.pool().statistics().front().round_trip ==
              std::chrono::milliseconds{3});
    }

    TEST_CASE("the key of something removed finds nothing, though its slot is taken")
    {
        SlotTable<int> table;
        int first = 1;
        int second = 2;
        const auto key = table.add(first);
        CHECK(key != SlotTable<int>::none);
        CHECK(table.find(key) == &first);
        table.remove(key);
        CHECK(table.find(key) == nullptr);
        const auto other = table.add(second);
        CHECK(other != key);
        CHECK(table.find(key) == nullptr);
        CHECK(table.find(other) == &second);
        table.remove(key);
        CHECK(table.find(other) == &second);
        CHECK(table.find(SlotTable<int>::none) == nullptr);
    }
}

} // namespace mailreeve::dns
