#include "mailreeve/dns/record_scan.hh"

#include "mailreeve/dns/name.hh"

namespace mailreeve::dns {

namespace {

using Message = std::span<const std::uint8_t>;

constexpr int max_pointers = 32;
constexpr std::size_t fixed_size = 10; // TYPE, CLASS, TTL, RDLENGTH
constexpr int max_strings = 256;       // of one TXT record

constexpr bool is_pointer(std::uint8_t octet)
{
    return (octet & 0xc0U) == 0xc0U;
}

// One past the name at `at`; nothing when it is not well formed. ldns itself follows up
// to 65,535 pointers for one name.
std::optional<std::size_t> end_of_name(Message message, std::size_t at)
{
    std::optional<std::size_t> end;
    std::size_t length = 0;
    int pointers = 0;
    while (at < message.size()) {
        const auto octet = message[at];
        if (is_pointer(octet)) {
            if (at + 1 >= message.size() || ++pointers > max_pointers)
                return std::nullopt;
            const auto target = read16(message, at) & 0x3fffU;
            if (target >= at)
                return std::nullopt;
            end = end.value_or(at + 2);
            at = target;
            continue;
        }
        length += octet + 1U;
        if (octet > max_label || length > max_name)
            return std::nullopt;
        at += octet + 1U;
        if (octet == 0)
            return end.value_or(at);
    }
    return std::nullopt;
}

bool is_name(Message message, const RecordPlace& place)
{
    return end_of_name(message, place.content) == place.end;
}

// A preference stands in front of it (RFC 1035 3.3.9).
bool is_exchanger(Message message, const RecordPlace& place)
{
    return end_of_name(message, place.content + 2) == place.end;
}

bool is_soa(Message message, const RecordPlace& place)
{
    const auto mname_end = end_of_name(message, place.content);
    if (!mname_end || *mname_end >= place.end)
        return false;
    const auto rname_end = end_of_name(message, *mname_end);
    return rname_end && *rname_end + 20 == place.end;
}

bool is_text(Message message, const RecordPlace& place)
{
    auto at = place.content;
    int strings = 0;
    while (at < place.end && ++strings <= max_strings)
        at += message[at] + 1U;
    return at == place.end && strings > 0;
}

bool is_sound(Message message, const RecordPlace& place)
{
    switch (static_cast<Type>(place.type)) {
    case Type::A:
        return place.end - place.content == 4;
    case Type::Aaaa:
        return place.end - place.content == 16;
    case Type::Cname:
    case Type::Ptr:
    case Type::Ns:
        return is_name(message, place);
    case Type::Mx:
        return is_exchanger(message, place);
    case Type::Soa:
        return is_soa(message, place);
    case Type::Txt:
        return is_text(message, place);
    }
    return true; // never shown to the codec
}

} // namespace

std::uint16_t read16(Message message, std::size_t at)
{
    return static_cast<std::uint16_t>(message[at] << 8U | message[at + 1]);
}

std::uint32_t read32(Message message, std::size_t at)
{
    return std::uint32_t{read16(message, at)} << 16U | read16(message, at + 2);
}

std::optional<RecordPlace> RecordScan::next()
{
    const auto fixed = end_of_name(message_, at_);
    if (!fixed || *fixed + fixed_size > message_.size())
        return std::nullopt;
    RecordPlace place;
    place.start = at_;
    place.type = read16(message_, *fixed);
    place.klass = read16(message_, *fixed + 2);
    place.ttl = read32(message_, *fixed + 4);
    place.content = *fixed + fixed_size;
    place.end = place.content + read16(message_, *fixed + 8);
    if (place.end > message_.size() || !is_sound(message_, place))
        return std::nullopt;
    at_ = place.end;
    return place;
}

} // namespace mailreeve::dns
