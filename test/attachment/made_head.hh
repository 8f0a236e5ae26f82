// First bytes of files, as their formats have them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mailreeve::test {

inline std::string little_bytes(std::uint64_t value, std::size_t size)
{
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i)
        bytes += i < sizeof value ? static_cast<char>(value >> (8 * i) & 0xffU) : '\0';
    return bytes;
}

inline std::string put(std::string bytes, std::size_t at, std::string_view mark)
{
    if (bytes.size() < at + mark.size())
        bytes.resize(at + mark.size());
    return bytes.replace(at, mark.size(), mark);
}

inline std::string windows_program()
{
    using namespace std::string_literals;
    auto head = put("MZ\x90\0\x03\0"s, 0x3c, little_bytes(0x80, 4));
    return put(head, 0x80, "PE\0\0\x64\x86"s);
}

inline std::string dos_program()
{
    using namespace std::string_literals;
    return put("MZ\x10\0\x02\0"s, 0x3c, std::string(8, '\0'));
}

struct ZipMember {
    std::string name;
    std::string content;
};

// Stored, with local headers alone.
inline std::string zip_head(std::initializer_list<ZipMember> members)
{
    std::string head;
    for (const auto& [name, content] : members) {
        const auto size = static_cast<std::uint32_t>(content.size());
        head += "PK\3\4" + little_bytes(20, 2) + little_bytes(0, 12) +
                little_bytes(size, 4) + little_bytes(size, 4) +
                little_bytes(static_cast<std::uint32_t>(name.size()), 2) +
                little_bytes(0, 2);
        head.append(name).append(content);
    }
    return head;
}

inline std::string tar_head(const std::string& name, bool posix)
{
    using namespace std::string_literals;
    std::string head(512, '\0');
    head = put(head, 0, name);
    head = put(head, 100, "0000644\0"s);
    head = put(head, 124, "00000000012\0"s);
    head = put(head, 148, "        "s);
    if (posix)
        head = put(head, 257, "ustar\0"s);
    std::uint32_t sum = 0;
    for (const char c : head)
        sum += static_cast<unsigned char>(c);
    std::string octal;
    for (int i = 0; i < 6; ++i, sum /= 8)
        octal.insert(octal.begin(), static_cast<char>('0' + sum % 8));
    return put(head, 148, octal + "\0 "s);
}

// With the class id of Windows Installer in its root entry, or without.
inline std::string compound_head(bool installer)
{
    using namespace std::string_literals;
    std::string head(2048, '\0');
    head = put(head, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    head = put(head, 30, little_bytes(9, 2));
    head = put(head, 48, little_bytes(1, 4));
    return installer
               ? put(head, 1024 + 80, "\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"s)
               : head;
}

// In UTF-16, with or without its mark.
inline std::string utf16(std::string_view text, bool big, bool marked)
{
    std::string wide = marked ? (big ? "\xfe\xff" : "\xff\xfe") : "";
    for (const char c : text) {
        wide += big ? '\0' : c;
        wide += big ? c : '\0';
    }
    return wide;
}

} // namespace mailreeve::test
