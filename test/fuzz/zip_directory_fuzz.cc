// A ZIP directory: what is told of it lies within the file, and what is not doubted is
// the same for whoever reads local headers.
#include "test/fuzz/hold.hh"
#include "unpack/zip_directory.hh"

#include <algorithm>

namespace {

using namespace mailreeve::unpack;
using mailreeve::test::hold;

void try_entry(const ZipEntry& entry, std::string_view bytes)
{
    if (entry.content.empty())
        return;
    hold(entry.content.data() >= bytes.data());
    hold(entry.content.data() + entry.content.size() <= bytes.data() + bytes.size());
    hold(entry.content.size() <= entry.packed);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t most = 100;
    const auto bytes = mailreeve::test::input(data, size);
    static_cast<void>(ends_as_zip(bytes, Behind::Anything));
    const auto directory = zip_directory(bytes, most);
    if (!directory)
        return 0;
    hold(directory->entries.size() <= most);
    std::size_t content = 0;
    for (const auto& entry : directory->entries) {
        try_entry(entry, bytes);
        hold(!entry.names.empty());
        content += entry.content.size();
    }
    // Entries that are not doubted do not overlap.
    if (directory->doubt.empty() && directory->broken.empty() && !directory->cut)
        hold(content <= bytes.size());
    return 0;
}
