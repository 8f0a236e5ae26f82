#include "mailreeve/crypto/fields.hh"

#include <cassert>
#include <cstdint>
#include <limits>

namespace mailreeve::crypto {

namespace {

constexpr std::size_t usual_size = 256; // of what a stamp binds

} // namespace

Fields& Fields::add(ByteView field)
{
    assert(field.size() <= std::numeric_limits<std::uint32_t>::max());
    if (bytes_.empty())
        bytes_.reserve(usual_size);
    for (const auto shift : {24U, 16U, 8U, 0U})
        bytes_.push_back(static_cast<std::byte>((field.size() >> shift) & 0xffU));
    bytes_.insert(bytes_.end(), field.begin(), field.end());
    return *this;
}

} // namespace mailreeve::crypto
