#include "mailreeve/dns/query.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>

namespace mailreeve::dns {

namespace {

// RFC 1035 4.1.1: RD set, one question; ids and counts are filled in.
constexpr std::array<std::uint8_t, 12> header{0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
constexpr std::size_t additional_count_low = 11;

// RFC 6891 6.1.2: root, type OPT, 1232 octets, no extended code, version 0, no flags.
constexpr std::array<std::uint8_t, 11> opt{0, 0, 41, 1232 >> 8, 1232 & 0xff, 0, 0,
                                           0, 0, 0,  0};

constexpr std::array<std::uint8_t, 2> class_in{0, 1};

// Lengths of labels stay below 64 and are therefore no letters.
std::uint8_t mixed(char c, bool up)
{
    return static_cast<std::uint8_t>(ascii::is_lower(c) && up ? c - ('a' - 'A') : c);
}

} // namespace

Query::Query(const Question& question, const Chance& chance, Edns edns)
    : type_{question.type()}
{
    auto* end = std::ranges::copy(header, octets_.begin()).out;
    octets_[0] = static_cast<std::uint8_t>(chance.id >> 8U);
    octets_[1] = static_cast<std::uint8_t>(chance.id & 0xffU);
    octets_[additional_count_low] = edns == Edns::Yes ? 1 : 0;

    const auto& key = question.key();
    const auto name_size = key.size() - 2;
    for (std::size_t i = 0; i < name_size; ++i)
        *end++ = mixed(key[i], (chance.case_bits[i / 64] >> (i % 64) & 1U) != 0);
    *end++ = static_cast<std::uint8_t>(key[name_size]);
    *end++ = static_cast<std::uint8_t>(key[name_size + 1]);
    end = std::ranges::copy(class_in, end).out;
    question_size_ = name_size + 4;
    if (edns == Edns::Yes)
        end = std::ranges::copy(opt, end).out;
    size_ = static_cast<std::size_t>(end - octets_.data());
}

std::uint16_t Query::id() const
{
    return static_cast<std::uint16_t>(octets_[0] << 8U | octets_[1]);
}

std::span<const std::uint8_t> Query::question() const
{
    return wire().subspan(header_size, question_size_);
}

} // namespace mailreeve::dns
