// TNEF as a test wants it (MS-OXTNEF).
#pragma once

#include "test/support/zip_writer.hh"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::test {

// 2.1.3.2: an attribute of the message (1) or of an attachment (2).
inline std::string tnef_attribute(char level, std::uint32_t id,
                                  std::string_view content)
{
    unsigned sum = 0;
    for (const char c : content)
        sum += static_cast<unsigned char>(c);
    return level + little(id, 4) + little(content.size(), 4) + std::string{content} +
           little(sum & 0xffffU, 2);
}

inline std::string tnef_renddata()
{
    return tnef_attribute('\2', 0x00069002, std::string(14, '\0'));
}

inline std::string tnef_title(const std::string& name)
{
    return tnef_attribute('\2', 0x00018010, name + '\0');
}

inline std::string tnef_data(std::string_view content)
{
    return tnef_attribute('\2', 0x0006800f, content);
}

// 2.1.3.4: tags of properties, as 0x3707001f, and their values, none of a fixed size.
inline std::string
tnef_properties(const std::vector<std::pair<std::uint32_t, std::string>>& properties)
{
    auto list = little(properties.size(), 4);
    for (const auto& [tag, value] : properties)
        list += little(tag, 4) + little(1, 4) + little(value.size(), 4) + value +
                std::string((4 - value.size() % 4) % 4, '\0');
    return tnef_attribute('\2', 0x00069005, list);
}

inline std::string tnef_of(std::string_view attributes)
{
    return std::string{"\x78\x9f\x3e\x22\1\0", 6} +
           tnef_attribute('\1', 0x00089006, little(0x10000, 4)) +
           std::string{attributes};
}

inline std::string tnef_of(const std::string& name, std::string_view content)
{
    return tnef_of(tnef_renddata() + tnef_title(name) + tnef_data(content));
}

// ASCII as PtypString has it.
inline std::string wide(std::string_view text)
{
    std::string bytes;
    for (const char c : text)
        bytes += {c, '\0'};
    return bytes + std::string(2, '\0');
}

} // namespace mailreeve::test
