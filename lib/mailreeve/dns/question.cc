#include "mailreeve/dns/question.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/dns/name.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

std::string key_of(std::string wire_name, Type type)
{
    // Lengths of labels stay below 64 and are therefore no letters.
    std::ranges::transform(wire_name, wire_name.begin(),
                           [](char c) { return ascii::lower(c); });
    const auto number = static_cast<unsigned>(type);
    wire_name += static_cast<char>(number >> 8U);
    wire_name += static_cast<char>(number & 0xffU);
    return wire_name;
}

} // namespace

std::optional<Question> Question::parse(std::string_view name, Type type)
{
    auto wire = to_wire(name);
    if (!wire)
        return std::nullopt;
    return Question{key_of(std::move(*wire), type)};
}

Question Question::about(std::string_view wire_name, Type type)
{
    return Question{key_of(std::string{wire_name}, type)};
}

Type Question::type() const
{
    const auto high = static_cast<std::uint8_t>(key_[key_.size() - 2]);
    const auto low = static_cast<std::uint8_t>(key_[key_.size() - 1]);
    return static_cast<Type>(high << 8U | low);
}

} // namespace mailreeve::dns
