// A name server on loopback, inside the test, that behaves as badly as it is told to.
#pragma once

#include "mailreeve/dns/settings.hh"
#include "test/support/dns_message.hh"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

// What it does about one query, over UDP unless the name says otherwise.
enum class Act {
    Answer,
    Silent,
    WrongId,
    WrongQuestion, // another name, otherwise as asked
    WrongCase,     // the question in lower case
    WrongSource,   // the true answer, from another port
    NotAResponse,  // the query itself comes back
    ServFail,
    Refused,
    FormErrForEdns, // answers only without EDNS
    Referral,
    Garbage,  // right header and question, then nonsense
    Truncate, // over UDP; over TCP it answers
    Signed,   // the answer, with two TSIG records
};

enum class OverTcp {
    Answers,
    Refuses,    // nobody listens
    Stalls,     // two octets, then nothing
    LiesOfSize, // announces 65,535 octets, sends few and closes
};

// Answers from what it was given; what it does not know does not exist. Thread-safe.
class FakeDnsServer {
public:
    struct Seen {
        std::string name; // as sent, in presentation form
        std::uint16_t type = 0;
        std::uint16_t id = 0;
        std::uint16_t port = 0; // it came from
        bool tcp = false;
        bool edns = false;
    };

    // Listens at once on a free port of `address`.
    explicit FakeDnsServer(OverTcp over_tcp = OverTcp::Answers,
                           const std::string& address = "127.0.0.1");
    ~FakeDnsServer();
    FakeDnsServer(const FakeDnsServer&) = delete;
    FakeDnsServer& operator=(const FakeDnsServer&) = delete;

    dns::ServerAddress address() const;
    dns::Settings settings() const; // that ask this server alone

    FakeDnsServer& add(const WireRecord& record);

    // The SOA that goes with absences: none at first.
    FakeDnsServer& with_soa(std::uint32_t ttl, std::uint32_t minimum);

    // Shows only the first of a chain of CNAMEs, as a server does that knows no more.
    FakeDnsServer& without_following();

    // What to do about the first query for `name`, the second, ...; the last stays.
    // Several acts of one turn are done one after another.
    FakeDnsServer& script(std::string_view name, std::vector<std::vector<Act>> turns);

    // About every name that has no script.
    void behave(Act act);

    void delay(std::chrono::milliseconds delay); // before each answer
    void lose_one_in(unsigned count);            // of the queries; 0: none

    void close(); // the port is closed
    void open();  // on the same port again

    std::vector<Seen> seen() const;
    std::size_t count(std::string_view name) const; // of queries for it
    std::size_t count() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace mailreeve::test
