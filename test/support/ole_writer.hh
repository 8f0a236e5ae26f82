// Compound files (MS-CFB) with the storages and streams that a test wants.
#pragma once

#include "test/support/zip_writer.hh"

#include <cstdint>
#include <string>
#include <vector>

namespace mailreeve::test {

struct OleMember {
    std::string name; // ASCII
    std::string content;
    bool is_storage = false;
    std::size_t parent = 0; // its place in the list, from 1; 0: the root
};

class OleWriter {
public:
    explicit OleWriter(std::vector<OleMember> members) : members_{std::move(members)} {}

    std::string root_class = std::string(16, '\0');

    // Sector 0 has the table, then come the directory and the streams, each of at least
    // 4,096 bytes, so that none stands in small sectors.
    std::string bytes() const
    {
        std::vector<std::uint32_t> table{fat_mark};
        const auto count = members_.size() + 1;
        const auto directory_sectors = (count + 3) / 4;
        chain(table, directory_sectors);
        std::string streams;
        std::vector<std::uint32_t> starts;
        for (const auto& member : members_) {
            starts.push_back(static_cast<std::uint32_t>(table.size()));
            if (member.is_storage)
                continue;
            auto content = member.content;
            content.resize((std::max<std::size_t>(content.size(), 4'096) + 511) / 512 *
                           512);
            chain(table, content.size() / 512);
            streams += content;
        }
        std::string file = header();
        for (const auto next : table)
            file += little(next, 4);
        for (std::size_t i = table.size(); i < 128; ++i)
            file += little(0xffffffff, 4);
        return file + directory(starts, directory_sectors) + streams;
    }

private:
    static constexpr std::uint32_t fat_mark = 0xfffffffd;
    static constexpr std::uint32_t end_mark = 0xfffffffe;

    static void chain(std::vector<std::uint32_t>& table, std::size_t sectors)
    {
        for (std::size_t i = 0; i < sectors; ++i)
            table.push_back(i + 1 < sectors
                                ? static_cast<std::uint32_t>(table.size() + 1)
                                : end_mark);
    }

    static std::string header()
    {
        std::string bytes{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"};
        bytes += std::string(16, '\0') + little(0x3e, 2) + little(3, 2) +
                 little(0xfffe, 2) + little(9, 2) + little(6, 2) +
                 std::string(10, '\0') + little(1, 4) + little(1, 4) + little(0, 4) +
                 little(4'096, 4) + little(end_mark, 4) + little(0, 4) +
                 little(end_mark, 4) + little(0, 4) + little(0, 4);
        while (bytes.size() < 512)
            bytes += '\xff';
        return bytes;
    }

    // Siblings hang on each other's right.
    std::string directory(const std::vector<std::uint32_t>& starts,
                          std::size_t sectors) const
    {
        constexpr std::uint32_t none = 0xffffffff;
        std::vector<std::uint32_t> below(members_.size() + 1, none);
        std::vector<std::uint32_t> right(members_.size() + 1, none);
        for (std::size_t i = members_.size(); i > 0; --i) {
            auto& first = below[members_[i - 1].parent];
            right[i] = first;
            first = static_cast<std::uint32_t>(i);
        }
        std::string bytes =
            entry("Root Entry", 5, right[0], below[0], root_class, end_mark, 0);
        for (std::size_t i = 0; i < members_.size(); ++i) {
            const auto& member = members_[i];
            const auto size = member.is_storage
                                  ? 0
                                  : std::max<std::size_t>(member.content.size(), 4'096);
            bytes += entry(member.name, member.is_storage ? 1 : 2, right[i + 1],
                           below[i + 1], std::string(16, '\0'), starts[i], size);
        }
        bytes.resize(sectors * 512);
        return bytes;
    }

    // NOLINTNEXTLINE(readability-function-size): the fields in their order
    static std::string entry(const std::string& name, std::uint8_t kind,
                             std::uint32_t right, std::uint32_t below,
                             const std::string& class_id, std::uint32_t start,
                             std::size_t size)
    {
        std::string bytes;
        for (const char c : name)
            bytes += little(static_cast<unsigned char>(c), 2);
        bytes.resize(64);
        return bytes + little(name.size() * 2 + 2, 2) + little(kind, 1) + '\1' +
               little(0xffffffff, 4) + little(right, 4) + little(below, 4) + class_id +
               std::string(20, '\0') + little(start, 4) + little(size, 8);
    }

    std::vector<OleMember> members_;
};

} // namespace mailreeve::test
