// DNS messages put together by hand, right ones and wrong ones.
#pragma once

#include "mailreeve/base/ascii.hh"
#include "mailreeve/dns/name.hh"
#include "mailreeve/dns/query.hh"
#include "test/support/ip.hh"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

using Octets = std::vector<std::uint8_t>;

inline Octets octets(std::string_view text)
{
    return {text.begin(), text.end()};
}

inline void append16(Octets& to, std::uint32_t value)
{
    to.push_back(static_cast<std::uint8_t>(value >> 8U));
    to.push_back(static_cast<std::uint8_t>(value));
}

inline void append32(Octets& to, std::uint32_t value)
{
    append16(to, value >> 16U);
    append16(to, value & 0xffffU);
}

inline void append(Octets& to, const Octets& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

// A name in presentation form on the wire, uncompressed.
inline Octets wire_name(std::string_view name)
{
    return octets(dns::to_wire(name).value());
}

// And back, in lower case.
inline std::string name_text(std::span<const std::uint8_t> wire)
{
    return ascii::lower(dns::to_text(std::string{wire.begin(), wire.end()}));
}

// A record without its owner's place in the message.
struct WireRecord {
    Octets owner;
    std::uint16_t type = 0;
    std::uint32_t ttl = 300;
    Octets content;
    std::uint16_t klass = 1;
};

inline WireRecord address_record(std::string_view owner, std::string_view address,
                                 std::uint32_t ttl = 300)
{
    const auto value = ip(address);
    const auto type = value.is_v4() ? dns::Type::A : dns::Type::Aaaa;
    return {wire_name(owner),
            static_cast<std::uint16_t>(type),
            ttl,
            {value.octets().begin(), value.octets().end()}};
}

// CNAME, PTR and NS.
inline WireRecord name_record(std::string_view owner, dns::Type type,
                              std::string_view target, std::uint32_t ttl = 300)
{
    return {wire_name(owner), static_cast<std::uint16_t>(type), ttl, wire_name(target)};
}

inline WireRecord exchanger_record(std::string_view owner, std::uint8_t preference,
                                   std::string_view host, std::uint32_t ttl = 300)
{
    WireRecord record{
        wire_name(owner), static_cast<std::uint16_t>(dns::Type::Mx), ttl, {}};
    record.content = {0, preference};
    append(record.content, wire_name(host));
    return record;
}

inline WireRecord text_record(std::string_view owner,
                              const std::vector<std::string>& strings,
                              std::uint32_t ttl = 300)
{
    WireRecord record{
        wire_name(owner), static_cast<std::uint16_t>(dns::Type::Txt), ttl, {}};
    for (const auto& text : strings) {
        record.content.push_back(static_cast<std::uint8_t>(text.size()));
        append(record.content, octets(text));
    }
    return record;
}

inline WireRecord soa_record(std::string_view owner, std::uint32_t ttl,
                             std::uint32_t minimum)
{
    WireRecord record{
        wire_name(owner), static_cast<std::uint16_t>(dns::Type::Soa), ttl, {}};
    append(record.content, wire_name("ns.example"));
    append(record.content, wire_name("hostmaster.example"));
    for (const std::uint32_t value : {1U, 3600U, 600U, 86400U})
        append32(record.content, value);
    append32(record.content, minimum);
    return record;
}

// What a message is made of; encode() counts the records.
struct WireMessage {
    std::uint16_t id = 0;
    std::uint16_t flags = 0x8180; // a response, recursion desired and available
    Octets question;              // QNAME, QTYPE and QCLASS
    std::vector<WireRecord> answers;
    std::vector<WireRecord> authority;
    std::vector<WireRecord> additional;

    // A reply to `query` that says nothing yet.
    static WireMessage replying_to(const dns::Query& query)
    {
        WireMessage message;
        message.id = query.id();
        const auto question = query.question();
        message.question.assign(question.begin(), question.end());
        return message;
    }

    Octets encode() const
    {
        Octets wire;
        append16(wire, id);
        append16(wire, flags);
        append16(wire, question.empty() ? 0 : 1);
        append16(wire, static_cast<std::uint32_t>(answers.size()));
        append16(wire, static_cast<std::uint32_t>(authority.size()));
        append16(wire, static_cast<std::uint32_t>(additional.size()));
        append(wire, question);
        for (const auto* section : {&answers, &authority, &additional})
            for (const auto& record : *section)
                append_record(wire, record);
        return wire;
    }

private:
    static void append_record(Octets& wire, const WireRecord& record)
    {
        append(wire, record.owner);
        append16(wire, record.type);
        append16(wire, record.klass);
        append32(wire, record.ttl);
        append16(wire, static_cast<std::uint32_t>(record.content.size()));
        append(wire, record.content);
    }
};

} // namespace mailreeve::test
