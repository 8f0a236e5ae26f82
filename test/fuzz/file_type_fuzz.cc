// The head of any file has one type with a name, whatever it is, and the same again.
#include "mailreeve/attachment/file_type.hh"
#include "test/fuzz/hold.hh"

using namespace mailreeve;
using namespace mailreeve::attachment;
using test::hold;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto head = test::input(bytes, size);
    const auto whole = file_type(head, true);
    const auto cut = file_type(head, false);
    hold(!name(whole).empty() && !name(cut).empty());
    hold(file_type(head, true) == whole);
    hold((whole == FileType::Empty) == head.empty());
    // Seeing that nothing follows may only add what is told by the end of a file.
    hold(whole == cut || head.empty() || whole == FileType::DiskImage ||
         whole == FileType::Zip);
    is_container(whole);
    return 0;
}
