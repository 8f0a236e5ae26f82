// An MTA's side of the milter protocol, for tests and for bench/: says what an MTA says
// and waits for an answer only where the milter negotiated one.
#pragma once

#include "test/support/milter_wire.hh"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::test {

using Macros = std::vector<std::pair<std::string, std::string>>;

// What an MTA offers, and what the milter made of it.
struct Negotiation {
    std::uint32_t version = 6;
    std::uint32_t actions = 0x1ff;  // as Postfix 3.7
    std::uint32_t steps = 0x1fffff; // as Postfix 3.7
    std::map<std::uint32_t, std::string>
        macros; // by stage: 0 connect, 1 HELO, 2 MAIL, ...
};

// The end of a message: what the milter asked for, in order, and its last word.
struct EndOfMessage {
    std::vector<Packet> changes;
    Packet verdict;
};

struct TestMessage {
    std::string sender = "<sender@example.org>";
    std::vector<std::string> recipients{"<recipient@example.net>"};
    std::vector<std::pair<std::string, std::string>> headers{{"Subject", "test"}};
    std::string body = "test\r\n";
    std::string queue_id = "4F1B2C3D4E";
};

// One milter connection, as of one SMTP session. Every call throws MilterGone when the
// milter closes or does not answer within the patience. Not thread-safe.
class MilterClient {
public:
    explicit MilterClient(const std::string& address,
                          std::chrono::milliseconds patience = std::chrono::seconds{10})
        : wire_{address, patience}
    {
    }
    explicit MilterClient(MilterWire wire) : wire_{std::move(wire)} {}

    MilterWire& wire() { return wire_; }
    const Negotiation& negotiated() const { return agreed_; }

    // Whether the milter left out this answer or this step (an SMFIP_ bit).
    bool has_step(std::uint32_t bit) const { return (agreed_.steps & bit) != 0; }

    const Negotiation& negotiate(const Negotiation& offer = {})
    {
        send('O', big_endian(offer.version) + big_endian(offer.actions) +
                      big_endian(offer.steps));
        const auto answer = wire_.receive();
        if (answer.kind != 'O')
            throw MilterGone{"no negotiation"};
        agreed_ = {big_endian_at(answer.payload, 0),
                   big_endian_at(answer.payload, 4),
                   big_endian_at(answer.payload, 8),
                   {}};
        std::string_view rest = answer.payload;
        rest.remove_prefix(std::min<std::size_t>(12, rest.size()));
        while (rest.size() > 4) {
            const auto end = std::min(rest.find('\0', 4), rest.size());
            agreed_.macros[big_endian_at(rest, 0)] = rest.substr(4, end - 4);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return agreed_;
    }

    // Values for the command that follows. Sent with it, as MTAs do.
    void macros(char command, const Macros& values)
    {
        std::string payload(1, command);
        for (const auto& [name, value] : values)
            payload += text(name) + text(value);
        pending_ += packet_bytes('D', payload);
    }

    // From an IPv4 address, or IPv6 when it has a colon.
    Packet connect(const std::string& host, const std::string& address,
                   std::uint16_t port = 25000)
    {
        const bool v6 = address.find(':') != std::string::npos;
        std::string payload = text(host) + (v6 ? '6' : '4');
        payload += static_cast<char>(port >> 8U);
        payload += static_cast<char>(port);
        payload += text(v6 ? "IPv6:" + address : address);
        return ask('C', payload, 0x1, 0x1000);
    }

    Packet helo(const std::string& name) { return ask('H', text(name), 0x2, 0x2000); }

    // `arguments`: "<a@b>", then ESMTP parameters.
    Packet mail(const std::vector<std::string>& arguments)
    {
        return ask('M', texts(arguments), 0x4, 0x4000);
    }
    Packet rcpt(const std::vector<std::string>& arguments)
    {
        return ask('R', texts(arguments), 0x8, 0x8000);
    }

    Packet data() { return ask('T', {}, 0x200, 0x10000); }

    // `value` as after the colon, without the one space that follows it.
    Packet header(const std::string& name, const std::string& value)
    {
        const bool exact = has_step(0x100000);
        return ask('L', text(name) + text(exact ? " " + value : value), 0x20, 0x80);
    }

    Packet end_of_headers() { return ask('N', {}, 0x40, 0x40000); }

    // The whole body in chunks; stops when the milter skips or decides.
    Packet body(std::string_view bytes)
    {
        Packet answer{'c', {}};
        while (!bytes.empty() && answer.kind == 'c') {
            const auto chunk = bytes.substr(0, 65535);
            answer = ask('B', chunk, 0x10, 0x80000);
            bytes.remove_prefix(chunk.size());
        }
        return answer.kind == 's' ? Packet{'c', {}} : answer;
    }

    EndOfMessage end_of_message()
    {
        send('E', {});
        EndOfMessage end;
        for (;;) {
            auto packet = wire_.receive();
            if (std::string_view{"cratdyf4"}.find(packet.kind) != std::string::npos) {
                end.verdict = std::move(packet);
                return end;
            }
            end.changes.push_back(std::move(packet));
        }
    }

    Packet unknown(const std::string& line)
    {
        return ask('U', text(line), 0x100, 0x20000);
    }

    void abort() { send('A', {}); }
    void quit() { send('Q', {}); }

    // The SMTP session is over; the next one uses the same connection.
    void quit_for_next_session() { send('K', {}); }

    // MAIL to end of message. An answer that is not "continue" ends it early and is the
    // verdict; a recipient that is refused is left out, and without any the transaction
    // is aborted with the last refusal as verdict.
    EndOfMessage deliver(const TestMessage& message)
    {
        auto answer = mail({message.sender});
        if (answer.kind != 'c')
            return {{}, answer};
        std::size_t accepted = 0;
        for (const auto& recipient : message.recipients) {
            answer = rcpt({recipient});
            accepted += answer.kind == 'c' ? 1U : 0U;
        }
        if (accepted == 0) {
            abort();
            return {{}, answer};
        }
        macros('T', {{"i", message.queue_id}});
        answer = data();
        for (const auto& [name, value] : message.headers)
            answer = answer.kind == 'c' ? header(name, value) : answer;
        if (answer.kind == 'c')
            answer = end_of_headers();
        if (answer.kind == 'c')
            answer = body(message.body);
        if (answer.kind != 'c')
            return {{}, answer};
        macros('E', {{"i", message.queue_id}});
        return end_of_message();
    }

private:
    static std::string text(std::string_view value)
    {
        std::string out{value};
        out += '\0';
        return out;
    }

    static std::string texts(const std::vector<std::string>& values)
    {
        std::string out;
        for (const auto& value : values)
            out += text(value);
        return out;
    }

    void send(char kind, std::string_view payload)
    {
        pending_ += packet_bytes(kind, payload);
        wire_.send(pending_);
        pending_.clear();
    }

    // `unwanted`: the step the milter may switch off; `silent`: the answer it may.
    Packet ask(char kind, std::string_view payload, std::uint32_t unwanted,
               std::uint32_t silent)
    {
        if (has_step(unwanted)) {
            pending_.clear();
            return {'c', {}};
        }
        send(kind, payload);
        return has_step(silent) ? Packet{'c', {}} : wire_.receive();
    }

    MilterWire wire_;
    Negotiation agreed_{6, 0, 0, {}};
    std::string pending_;
};

} // namespace mailreeve::test
