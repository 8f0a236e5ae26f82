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

std::optional<std::string_view> FieldReader::next()
{
    constexpr std::size_t length_size = 4;
    if (bytes_.size() < length_size)
        return std::nullopt;
    std::size_t length = 0;
    for (const auto byte : bytes_.first(length_size))
        length = length << 8U | std::to_integer<std::size_t>(byte);
    if (length > bytes_.size() - length_size)
        return std::nullopt;
    const auto field = bytes_.subspan(length_size, length);
    bytes_ = bytes_.subspan(length_size + length);
    return std::string_view{reinterpret_cast<const char*>(field.data()), field.size()};
}

} // namespace mailreeve::crypto
