#include "mailreeve/dns/name.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <cstdint>

namespace mailreeve::dns {

namespace {

// Takes one character of a label off `text`, escaped or not.
std::optional<char> take_byte(std::string_view& text)
{
    const char first = text.front();
    text.remove_prefix(1);
    if (first != '\\')
        return first;
    if (text.empty())
        return std::nullopt;
    if (!ascii::is_digit(text.front())) {
        const char escaped = text.front();
        text.remove_prefix(1);
        return escaped;
    }
    int value = 0;
    for (int digit = 0; digit < 3; ++digit) {
        if (text.empty() || !ascii::is_digit(text.front()))
            return std::nullopt;
        value = 10 * value + (text.front() - '0');
        text.remove_prefix(1);
    }
    if (value > 255)
        return std::nullopt;
    return static_cast<char>(value);
}

// Appends one label with its length; false when it is empty, too long or ill escaped.
bool append_label(std::string& wire, std::string_view& text)
{
    const auto start = wire.size();
    wire += '\0';
    while (!text.empty() && text.front() != '.') {
        const auto byte = take_byte(text);
        if (!byte || wire.size() - start > max_label)
            return false;
        wire += *byte;
    }
    wire[start] = static_cast<char>(wire.size() - start - 1);
    return wire[start] != 0;
}

void append_escaped(std::string& text, char byte)
{
    const auto value = static_cast<std::uint8_t>(byte);
    if (byte == '\\') {
        text += "\\\\";
    } else if (value <= ' ' || value > '~' || byte == '.') {
        text += '\\';
        text += static_cast<char>('0' + value / 100);
        text += static_cast<char>('0' + value / 10 % 10);
        text += static_cast<char>('0' + value % 10);
    } else {
        text += byte;
    }
}

std::size_t label_length(std::string_view wire)
{
    return static_cast<std::uint8_t>(wire.front());
}

} // namespace

std::optional<std::string> to_wire(std::string_view text)
{
    if (text == ".")
        return std::string(1, '\0');
    std::string wire;
    // Room for the last zero, and for a type where it becomes a key.
    wire.reserve(std::min(text.size(), max_name) + 4);
    do {
        if (!append_label(wire, text) || wire.size() >= max_name)
            return std::nullopt;
        if (!text.empty())
            text.remove_prefix(1); // the dot
    } while (!text.empty());
    wire += '\0';
    return wire;
}

std::string to_text(std::string_view wire)
{
    std::string text;
    text.reserve(wire.size());
    while (!wire.empty() && label_length(wire) != 0) {
        if (!text.empty())
            text += '.';
        for (const char byte : wire.substr(1, label_length(wire)))
            append_escaped(text, byte);
        wire.remove_prefix(1 + label_length(wire));
    }
    return text.empty() ? "." : text;
}

bool is_wire_name(std::string_view wire)
{
    if (wire.size() > max_name)
        return false;
    while (!wire.empty() && label_length(wire) != 0) {
        if (label_length(wire) > max_label || wire.size() <= label_length(wire) + 1)
            return false;
        wire.remove_prefix(1 + label_length(wire));
    }
    return wire.size() == 1;
}

bool is_within(std::string_view name, std::string_view zone)
{
    while (name.size() > zone.size())
        name.remove_prefix(1 + label_length(name));
    return name == zone;
}

} // namespace mailreeve::dns
