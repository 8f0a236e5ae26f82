#include "test/support/zip_writer.hh"
#include "test/unpack/looked_into.hh"
#include "test/unpack/ytnef_leaks.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::unpack {

using attachment::Obstacle;
using test::little;

namespace {

// MS-OXTNEF 2.1.3.2: an attribute of the message (1) or of an attachment (2).
std::string attribute(char level, std::uint32_t id, const std::string& content)
{
    unsigned sum = 0;
    for (const char c : content)
        sum += static_cast<unsigned char>(c);
    return level + little(id, 4) + little(content.size(), 4) + content +
           little(sum & 0xffffU, 2);
}

std::string tnef_of(const std::string& name, const std::string& content)
{
    return std::string{"\x78\x9f\x3e\x22\1\0", 6} +
           attribute('\1', 0x00089006, little(0x10000, 4)) +
           attribute('\2', 0x00069002, std::string(14, '\0')) +
           attribute('\2', 0x00018010, name + '\0') +
           attribute('\2', 0x0006800f, content);
}

} // namespace

TEST_SUITE("unpack tnef")
{
    TEST_CASE("attachments in TNEF are found, and what is in them")
    {
        const auto zip = test::zip_of({{"run.exe", "MZ"}});
        const auto item = looked_into(tnef_of("order.zip", zip), "winmail.dat");
        CHECK(item.obstacle == Obstacle::None);
        CHECK(tree(item) == "order.zip\norder.zip/run.exe\n");
    }

    TEST_CASE("TNEF that ends early is broken")
    {
        auto bytes = tnef_of("order.zip", "content");
        bytes.resize(bytes.size() - 5);
        CHECK(looked_into(bytes).obstacle == Obstacle::Broken);
    }
}

} // namespace mailreeve::unpack
