// Archives of formats that nothing here writes, with one stored file, byte by byte.
#pragma once

#include "test/support/zip_writer.hh"

#include <string>
#include <string_view>

namespace mailreeve::test {

// RAR 4: each header has the lower half of its CRC-32 in front.
inline std::string rar4_header(const std::string& rest)
{
    return little(crc32_of(rest) & 0xffffU, 2) + rest;
}

inline std::string rar4_of(std::string_view name, std::string_view content,
                           std::uint16_t flags = 0)
{
    const std::string file =
        '\x74' + little(0x8000U | flags, 2) + little(32 + name.size(), 2) +
        little(content.size(), 4) + little(content.size(), 4) + '\3' +
        little(crc32_of(content), 4) + little(0x4a8f0000, 4) + '\x14' + '\x30' +
        little(name.size(), 2) + little(0x81a4, 4) + std::string{name};
    return std::string{"Rar!\x1a\x07\0", 7} +
           rar4_header('\x73' + little(0, 2) + little(13, 2) + little(0, 6)) +
           rar4_header(file) + std::string{content} +
           rar4_header('\x7b' + little(0x4000, 2) + little(7, 2));
}

// RAR 5: numbers of up to seven bits a byte; these all fit into one or two.
inline std::string rar5_number(std::size_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7U)
        bytes += static_cast<char>(0x80U | (value & 0x7fU));
    return bytes += static_cast<char>(value);
}

inline std::string rar5_header(const std::string& rest)
{
    const auto sized = rar5_number(rest.size()) + rest;
    return little(crc32_of(sized), 4) + sized;
}

inline constexpr std::string_view rar5_sign{"Rar!\x1a\x07\x01\0", 8};

inline std::string rar5_of(std::string_view name, std::string_view content,
                           const std::string& extra = {})
{
    const std::string extra_size = extra.empty() ? "" : rar5_number(extra.size());
    const std::string file =
        "\2" + rar5_number(extra.empty() ? 2 : 3) + extra_size +
        rar5_number(content.size()) + "\4" + rar5_number(content.size()) +
        rar5_number(0x20) + little(crc32_of(content), 4) + std::string(1, '\0') + "\1" +
        rar5_number(name.size()) + std::string{name} + extra;
    return std::string{rar5_sign} + rar5_header(std::string{"\1\0\0", 3}) +
           rar5_header(file) + std::string{content} +
           rar5_header(std::string{"\5\0\0", 3});
}

// All headers are encrypted: block type 4 comes first.
inline std::string rar5_encrypted_headers()
{
    const std::string head = std::string{"\4\0\0\0\x0f", 5} + std::string(16, 's');
    return std::string{rar5_sign} + rar5_header(head) + std::string(64, 'e');
}

// A record of the kind "file encryption".
inline std::string rar5_of_encrypted(std::string_view name, std::string_view content)
{
    const std::string record = std::string{"\1\0\0\x0f", 4} + std::string(32, 's');
    return rar5_of(name, content, rar5_number(record.size()) + record);
}

inline std::string cab_of(std::string_view name, std::string_view content)
{
    const auto files_at = 36U + 8U;
    const auto content_at = files_at + 16U + name.size() + 1U;
    const auto size = content_at + 8U + content.size();
    return "MSCF" + little(0, 4) + little(size, 4) + little(0, 4) +
           little(files_at, 4) + little(0, 4) + "\3\1" + little(1, 2) + little(1, 2) +
           little(0, 6) + little(content_at, 4) + little(1, 2) + little(0, 2) +
           little(content.size(), 4) + little(0, 4) + little(0, 2) + little(0x21, 2) +
           little(0, 2) + little(0x20, 2) + std::string{name} + '\0' + little(0, 4) +
           little(content.size(), 2) + little(content.size(), 2) + std::string{content};
}

inline std::uint16_t crc16_of(std::string_view bytes)
{
    unsigned sum = 0;
    for (const char c : bytes) {
        sum ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xa001U : 0U);
    }
    return static_cast<std::uint16_t>(sum);
}

inline std::string lha_of(std::string_view name, std::string_view content)
{
    const std::string head = "-lh0-" + little(content.size(), 4) +
                             little(content.size(), 4) + little(0, 4) + '\x20' + '\0' +
                             little(name.size(), 1) + std::string{name} +
                             little(crc16_of(content), 2);
    unsigned sum = 0;
    for (const char c : head)
        sum += static_cast<unsigned char>(c);
    return little(head.size(), 1) + little(sum & 0xffU, 1) + head +
           std::string{content} + '\0';
}

// As Debian packages are.
inline std::string ar_of(std::string name, std::string_view content)
{
    auto size = std::to_string(content.size());
    name.resize(16, ' ');
    size.resize(10, ' ');
    return "!<arch>\n" + name + "0           0     0     100644  " + size + "`\n" +
           std::string{content};
}

} // namespace mailreeve::test
