#include "control/status.hh"

#include <doctest/doctest.h>

namespace mailreeve::control {

namespace {

Status sample()
{
    Status status;
    status.version = "0.1.0";
    status.process = 4711;
    status.phase = "serving";
    status.started = WallTime{std::chrono::seconds{1'795'000'000}};
    status.uptime = std::chrono::hours{76} + std::chrono::minutes{12};
    status.configuration = "/etc/mailreeve/mailreeve.yaml";
    status.generation = 3;
    status.reloads = 2;
    status.mode = "filter";
    status.listen = "unix:/run/mailreeve/milter.sock";
    status.sessions = 7;
    status.sessions_limit = 1000;
    status.messages_limit = 100;
    status.descriptors = 40;
    status.descriptors_limit = 4096;
    status.resident_bytes = std::size_t{40} << 20U;
    status.verdicts = {{"accept", 12}, {"reject", 1}};
    status.bounces.signs = "1a2b3c4d";
    status.bounces.stamps = {{"stamped", 5}, {"failed", 0}};
    status.bounces.findings = {{"BOUNCE_VALID", 2}, {"BOUNCE_INVALID", 0}};
    status.bounces.domains = {
        {"example.net", "learn", "strict", "2026-12-01T11:06:40Z"},
        {"example.org", "learn", "liberal", ""},
        {"example.com", "strict", "strict", ""}};
    dns::ServerStatistics server;
    server.address = "192.0.2.53:53";
    server.round_trip = std::chrono::microseconds{12'500};
    server.sent = 20;
    server.answered = 19;
    server.lost = 1;
    status.dns.questions = 50;
    status.dns.servers.push_back(server);
    status.lists.push_back({"zen", "zen.example", true});
    return status;
}

} // namespace

TEST_SUITE("control")
{
    TEST_CASE("a status is told to people in lines")
    {
        CHECK(text(sample()) ==
              "version         0.1.0\n"
              "process         4711, serving\n"
              "started         2026-11-18T11:06:40Z, 3d 4h 12m ago\n"
              "configuration   /etc/mailreeve/mailreeve.yaml, generation 3, mode "
              "filter, 2 reloads, 0 failed\n"
              "listen          unix:/run/mailreeve/milter.sock\n"
              "sessions        7 of 1000\n"
              "messages        0 of 100\n"
              "descriptors     40 of 4096\n"
              "memory          40 MiB\n"
              "verdict         accept 12\n"
              "verdict         reject 1\n"
              "key             1a2b3c4d signs\n"
              "stamps          stamped 5\n"
              "bounces         BOUNCE_VALID 2\n"
              "bounces of      example.net, learn; strict begins "
              "2026-12-01T11:06:40Z\n"
              "bounces of      example.org, learn; liberal waits for the first stamp\n"
              "bounces of      example.com, strict\n"
              "dns             50 questions, 0 from the cache, 0 queries, 0 timeouts, "
              "0 mismatches\n"
              "name server     192.0.2.53:53, 12 ms, 19 of 20 answered, 1 lost\n"
              "list            zen (zen.example), does not answer\n");
    }

    TEST_CASE("a status is told to programs as one object")
    {
        const auto told = json(sample());
        CAPTURE(told);
        CHECK(told.starts_with("{\n  \"version\": \"0.1.0\",\n"));
        CHECK(told.find("\"accept\": 12") != std::string::npos);
        CHECK(told.find("\"signs\": \"1a2b3c4d\"") != std::string::npos);
        CHECK(told.find("\"BOUNCE_INVALID\": 0") != std::string::npos);
        CHECK(told.find("\"until\": \"2026-12-01T11:06:40Z\"") != std::string::npos);
        CHECK(told.find("\"round_trip_us\": 12500") != std::string::npos);
        CHECK(told.find("\"silent\": true") != std::string::npos);
        CHECK(told.ends_with("]\n}\n"));
    }

    TEST_CASE("nothing in a status steers a terminal")
    {
        auto status = sample();
        status.listen = "unix:/run/\x1b[2Jx\n";
        CHECK(text(status).find("unix:/run/\\x1b[2Jx\\x0a\n") != std::string::npos);
    }

    TEST_CASE("times are told in two or three units")
    {
        using std::chrono::seconds;
        CHECK(duration(seconds{5}) == "5s");
        CHECK(duration(seconds{125}) == "2m 5s");
        CHECK(duration(seconds{3600}) == "1h 0m");
        CHECK(duration(seconds{200'000}) == "2d 7h 33m");
    }
}

} // namespace mailreeve::control
