#include "mailreeve/attachment/openpgp_head.hh"

#include "mailreeve/attachment/bytes.hh"

namespace mailreeve::attachment {

namespace {

struct Packet {
    unsigned tag = 0;
    std::size_t body = 0; // where it begins
};

// Bodies of session keys are short: longer forms of a length are not read.
Packet first_packet(std::string_view head)
{
    const auto lead = byte_at(head, 0).value_or(0);
    const auto length = byte_at(head, 1).value_or(0);
    if ((lead & 0xc0U) == 0xc0U && length < 224)
        return {lead & 0x3fU, length < 192 ? std::size_t{2} : std::size_t{3}};
    if ((lead & 0xc0U) == 0x80U && (lead & 3U) < 2)
        return {lead >> 2U & 0xfU, (lead & 3U) == 0 ? std::size_t{2} : std::size_t{3}};
    return {};
}

} // namespace

bool is_openpgp_encrypted(std::string_view head)
{
    constexpr unsigned by_key = 1;
    constexpr unsigned by_password = 3;
    const auto packet = first_packet(head);
    const auto version = byte_at(head, packet.body).value_or(0);
    if (packet.tag == by_password)
        return version >= 4 && version <= 6 &&
               byte_at(head, packet.body + 1).value_or(0xff) <= 22 &&
               byte_at(head, packet.body + 2).value_or(0xff) <= 22;
    if (packet.tag != by_key || (version != 3 && version != 6))
        return false;
    if (version == 6)
        return byte_at(head, packet.body + 1) == 33;
    const auto algorithm = byte_at(head, packet.body + 9).value_or(0);
    return algorithm == 1 || algorithm == 2 || algorithm == 16 || algorithm == 18 ||
           algorithm == 25 || algorithm == 26;
}

} // namespace mailreeve::attachment
