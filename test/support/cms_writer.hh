// Signed data of CMS (RFC 5652 5) as a test wants it: without any signer, in DER or in
// pieces without a length (BER).
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::test {

// The last octets of the types that PKCS #7 has.
constexpr char cms_data = 1;
constexpr char cms_signed = 2;
constexpr char cms_enveloped = 3;

inline std::string der(int tag, std::string_view content)
{
    std::string bytes{static_cast<char>(tag)};
    if (content.size() < 0x80) {
        bytes += static_cast<char>(content.size());
    } else {
        bytes += '\x84';
        for (unsigned shift = 32; shift > 0; shift -= 8)
            bytes += static_cast<char>(content.size() >> (shift - 8) & 0xffU);
    }
    return bytes.append(content);
}

// Until its end of contents.
inline std::string ber(int tag, std::string_view content)
{
    return std::string{static_cast<char>(tag), '\x80'}.append(content).append(
        std::size_t{2}, '\0');
}

inline std::string cms_type(char last)
{
    return der(0x06, std::string{"\x2a\x86\x48\x86\xf7\x0d\x01\x07"} + last);
}

// `string` is what stands in place of the octet string; `more` all behind the content.
inline std::string cms_around(std::string_view string, char type = cms_data,
                              std::string_view more = der(0x31, ""))
{
    const auto content = cms_type(type) + der(0xa0, string);
    return der(0x30, cms_type(cms_signed) +
                         der(0xa0, der(0x30, der(0x02, "\1") + der(0x31, "") +
                                                 der(0x30, content).append(more))));
}

inline std::string cms_of(std::string_view content)
{
    return cms_around(der(0x04, content));
}

inline std::string in_octets(std::string_view content, std::size_t size)
{
    std::string pieces;
    for (; !content.empty(); content.remove_prefix(std::min(size, content.size())))
        pieces += der(0x04, content.substr(0, size));
    return pieces;
}

inline std::string ber_cms_of(std::string_view content, std::size_t piece = 1'000)
{
    const auto string = ber(0x24, in_octets(content, piece));
    return ber(0x30, cms_type(cms_signed) +
                         ber(0xa0, ber(0x30, der(0x02, "\1") + ber(0x31, "") +
                                                 ber(0x30, cms_type(cms_data) +
                                                               ber(0xa0, string)) +
                                                 ber(0x31, ""))));
}

inline std::string cms_enveloped_data()
{
    return der(0x30,
               cms_type(cms_enveloped) +
                   der(0xa0, der(0x30, der(0x02, std::string(1, '\0')) + der(0x31, "") +
                                           der(0x30, cms_type(cms_data)))));
}

// A signature by itself.
inline std::string detached_cms()
{
    return der(0x30, cms_type(cms_signed) +
                         der(0xa0, der(0x30, der(0x02, "\1") + der(0x31, "") +
                                                 der(0x30, cms_type(cms_data)) +
                                                 der(0x31, ""))));
}

} // namespace mailreeve::test
