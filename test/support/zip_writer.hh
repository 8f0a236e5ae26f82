// ZIP files as a test wants them: honest, or with any lie in any header.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

inline std::string little(std::uint64_t value, std::size_t size)
{
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i, value >>= 8U)
        bytes += static_cast<char>(value & 0xffU);
    return bytes;
}

inline std::uint32_t crc32_of(std::string_view bytes)
{
    std::uint32_t sum = 0xffffffff;
    for (const char c : bytes) {
        sum ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return ~sum;
}

struct ZipHeaderText {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::string extra;
};

// Stored. What is not changed before bytes() is honest.
struct ZipMember {
    ZipMember(std::string name, std::string bytes) : content{std::move(bytes)}
    {
        local.name = std::move(name);
        local.crc = crc32_of(content);
        local.packed = local.size = content.size();
        central = local;
    }

    std::string content; // as it stands in the file
    ZipHeaderText local;
    ZipHeaderText central;
    std::string behind; // a data descriptor, or what else stands there
    bool listed = true;
    std::int64_t shift = 0; // of the offset that the directory tells
};

struct ZipFile {
    std::string front;
    std::vector<ZipMember> members;
    std::string between; // entries and directory
    std::string after;   // the directory
    std::string comment;
    std::string trailing;
    int count_more = 0;       // than there are, the end record says
    bool counts_front = true; // whether offsets count what is in front

    std::string bytes() const
    {
        std::string file = front;
        std::string directory;
        std::uint64_t count = 0;
        const std::uint64_t base = counts_front ? 0 : front.size();
        for (const auto& member : members) {
            const auto at = static_cast<std::uint64_t>(
                static_cast<std::int64_t>(file.size() - base) + member.shift);
            file += local_header(member.local) + member.content + member.behind;
            if (member.listed) {
                directory += central_header(member.central, at);
                ++count;
            }
        }
        file += between;
        const auto directory_at = file.size() - base;
        file += directory + after;
        const auto told = count + static_cast<std::uint64_t>(count_more);
        file += std::string{"PK\x05\x06", 4} + little(0, 4) + little(told, 2) +
                little(told, 2) + little(directory.size(), 4) +
                little(directory_at, 4) + little(comment.size(), 2) + comment;
        return file + trailing;
    }

    static std::string local_header(const ZipHeaderText& header)
    {
        return std::string{"PK\x03\x04", 4} + little(20, 2) + fixed(header) +
               header.name + header.extra;
    }
    static std::string central_header(const ZipHeaderText& header, std::uint64_t at)
    {
        return std::string{"PK\x01\x02", 4} + little(20, 2) + little(20, 2) +
               fixed(header) + little(0, 10) + little(at, 4) + header.name +
               header.extra;
    }

private:
    static std::string fixed(const ZipHeaderText& header)
    {
        return little(header.flags, 2) + little(header.method, 2) + little(0, 4) +
               little(header.crc, 4) + little(header.packed, 4) +
               little(header.size, 4) + little(header.name.size(), 2) +
               little(header.extra.size(), 2);
    }
};

inline std::string zip_of(const std::vector<ZipMember>& members)
{
    ZipFile file;
    file.members = members;
    return file.bytes();
}

} // namespace mailreeve::test
