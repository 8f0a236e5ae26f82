#include "mailreeve/crypto/cms.hh"

#include "test/crypto/hex.hh"
#include "test/support/cms_writer.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::crypto {

using test::ber;
using test::cms_around;
using test::cms_of;
using test::der;

namespace {

constexpr std::size_t enough = 1'000'000;

SignedContent read(std::string_view bytes, std::size_t max = enough)
{
    return signed_content(bytes, max);
}

std::string plain(std::string_view digits)
{
    const auto bytes = test::from_hex(digits);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// "Content-Type: text/plain", an empty line and "hello", signed by OpenSSL 3.0 with a
// key that was thrown away: -outform DER -nocerts -noattr, and with -stream.
constexpr auto by_openssl =
    "3081e706092a864886f70d010702a081d93081d6020101310d300b0609608648016503040201"
    "303206092a864886f70d010701a0250423436f6e74656e742d547970653a20746578742f706c"
    "61696e0d0a0d0a68656c6c6f0d0a31818d30818a0201013024300c310a300806035504030c01"
    "6102142972ae00677b339a069b8ebe50f5b679cd5fd5f4300b0609608648016503040201300a"
    "06082a8648ce3d0403020446304402202e2f4f4d89728fc06d0d84122595d758ad25445c30b3"
    "42e888cc97b1b6ea8c1702204000e62de98f4fceacbeda3f1ac2f2d4f0007924a000e461490c"
    "ac9713c57e85";
constexpr auto by_openssl_in_pieces =
    "308006092a864886f70d010702a0803080020101310d300b0609608648016503040201308006"
    "092a864886f70d010701a08024800423436f6e74656e742d547970653a20746578742f706c61"
    "696e0d0a0d0a68656c6c6f0d0a00000000000031818d30818a0201013024300c310a30080603"
    "5504030c016102142972ae00677b339a069b8ebe50f5b679cd5fd5f4300b0609608648016503"
    "040201300a06082a8648ce3d04030204463044022005cbb643aa5dfe2caf942a6ef284e62c74"
    "d4b47ecda588673e0ccaa097d46e0602206caa1c4ee68eb41a25b46a6a64352430adf4a1d34d"
    "a05df4a8c8a4d5a026047b000000000000";
constexpr auto by_openssl_detached =
    "3081c106092a864886f70d010702a081b33081b0020101310d300b0609608648016503040201"
    "300b06092a864886f70d01070131818e30818b0201013024300c310a300806035504030c0161"
    "02142972ae00677b339a069b8ebe50f5b679cd5fd5f4300b0609608648016503040201300a06"
    "082a8648ce3d04030204473045022100d1ce98d24e42c7fd08d622f76e4644490a82d167c22b"
    "84d079ef9d8f2891d3db022002d7a48e323b0643082f4eb7e3aca5a72f7f3ba392d3cb3c6054"
    "ef48920eddb8";
constexpr auto by_openssl_encrypted =
    "3082012e06092a864886f70d010703a082011f3082011b0201023181b7a181b4020103a051a1"
    "4f300906072a8648ce3d02010342000444cb4a29b762b809d27069cbd6aae25cbc22d6efa85e"
    "2f1c6506f2543ff79ad7af1cdf97f0dabbb91b0fca622766c85a3c458cb0c96e6e2e92dc21fc"
    "24f4c197301806092b81051086483f0002300b0609608648016503040105304230403024300c"
    "310a300806035504030c016102142972ae00677b339a069b8ebe50f5b679cd5fd5f40418f9bb"
    "848fed5a4222e2b51c54ea70e88aa506ecd959650a92305c06092a864886f70d010701301d06"
    "09608648016503040102041001388668a2bfaed9433238036868cc4c8030729977aba5998006"
    "c06e8b20a4108bf29b185f1649f59a8c9f015ec771b69e3b479cc37217d917a567c3fbf1035e"
    "bc6c";

} // namespace

TEST_SUITE("crypto")
{
    TEST_CASE("the content of signed data is found, in one piece or in many")
    {
        const std::string content(3'000, 'x');
        const std::string opaque[] = {
            cms_of(content),
            test::ber_cms_of(content),
            test::ber_cms_of(content, 1),
            cms_around(der(0x24, test::in_octets(content, 700))),
            cms_around(der(0x24, der(0x24, test::in_octets(content, 700)))),
            cms_around(ber(0x24, ber(0x24, test::in_octets(content, 700)))),
            cms_of(content) + "behind it",
        };
        for (const auto& bytes : opaque) {
            CAPTURE(&bytes - opaque);
            const auto found = read(bytes);
            CHECK(found.reading == CmsReading::Whole);
            CHECK(found.bytes() == content);
        }
    }

    TEST_CASE("signed data that OpenSSL made is read")
    {
        for (const auto* const digits : {by_openssl, by_openssl_in_pieces}) {
            const auto bytes = plain(digits);
            const auto found = read(bytes);
            CHECK(found.reading == CmsReading::Whole);
            CHECK(found.bytes() == "Content-Type: text/plain\r\n\r\nhello\r\n");
        }
        CHECK(read(plain(by_openssl_detached)).reading == CmsReading::Detached);
        CHECK(read(plain(by_openssl_encrypted)).reading == CmsReading::NotSigned);
    }

    TEST_CASE("what is moved still has its content")
    {
        const auto bytes = test::ber_cms_of("short");
        auto found = read(bytes);
        const auto moved = std::move(found);
        CHECK(moved.bytes() == "short");
    }

    TEST_CASE("what is no signed data is not taken for it")
    {
        for (const auto& bytes :
             {std::string{}, std::string{"0"}, std::string{"hello"},
              std::string(100, '\0'), der(0x30, ""), der(0x30, der(0x02, "\1")),
              test::cms_enveloped_data(), cms_of("x").substr(0, 12)})
            CHECK(read(bytes).reading == CmsReading::NotSigned);
        CHECK(read(test::detached_cms()).reading == CmsReading::Detached);
    }

    TEST_CASE("signed data that ends before its content does is broken")
    {
        const std::string content(1'000, 'x');
        const auto bytes = cms_of(content);
        const auto end = bytes.find(content) + content.size();
        for (auto size = bytes.find(content) - 30; size < bytes.size(); ++size) {
            CAPTURE(size);
            const auto cut = bytes.substr(0, size);
            const auto found = read(cut);
            CHECK(found.reading ==
                  (size < end ? CmsReading::Broken : CmsReading::Whole));
            CHECK(content.starts_with(found.bytes()));
        }
        const auto pieces = test::ber_cms_of(content, 100);
        const auto found = read(pieces.substr(0, pieces.size() / 2));
        CHECK(found.reading == CmsReading::Broken);
        CHECK(found.bytes().size() > 300);
    }

    TEST_CASE("elements that cannot be there make it broken")
    {
        struct Case {
            const char* what;
            std::string string;
        };
        const Case cases[] = {
            {"no string", der(0x30, "x")},
            {"nothing", ""},
            {"a primitive one without a length", std::string{"\x04\x80x\0\0", 5}},
            {"a reserved length", "\x04\xffx"},
            {"a length that ends", "\x04\x84\1"},
            {"a length beyond what is there", "\x04\x7fx"},
            {"a length that overflows", "\x04\x89\1" + std::string(8, '\0') + "\1x"},
            {"a piece that is a number", der(0x24, der(0x02, "x"))},
            {"pieces without an end", "\x24\x80" + der(0x04, "x")},
            {"an end where none is due", der(0x24, std::string(2, '\0'))},
        };
        for (const auto& c : cases) {
            CAPTURE(c.what);
            CHECK(read(cms_around(c.string, test::cms_data, "")).reading ==
                  CmsReading::Broken);
        }
        std::string nested;
        for (int i = 0; i < 100'000; ++i)
            nested += "\x24\x80";
        CHECK(read(cms_around(nested)).reading == CmsReading::Broken);
    }

    TEST_CASE("content that is larger than asked for is cut there")
    {
        const std::string content(1'000, 'x');
        for (const auto& bytes : {cms_of(content), test::ber_cms_of(content, 7)}) {
            CHECK(read(bytes, 1'000).reading == CmsReading::Whole);
            const auto found = read(bytes, 999);
            CHECK(found.reading == CmsReading::TooBig);
            CHECK(found.bytes().size() == 999);
        }
    }

    TEST_CASE("content of a type of its own is read, CMS in CMS is told")
    {
        const auto catalogue = cms_around(der(0x30, "list"), '\x0a');
        CHECK(read(catalogue).reading == CmsReading::Whole);
        CHECK(read(catalogue).bytes() == der(0x30, "list"));
        const auto twice = cms_around(der(0x04, "x"), test::cms_signed);
        CHECK(read(twice).reading == CmsReading::Unsupported);
        const auto compressed =
            der(0x30, der(0x06, "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09") +
                          der(0xa0, "x"));
        CHECK(read(compressed).reading == CmsReading::Unsupported);
    }
}

} // namespace mailreeve::crypto
