// CMS of a stranger: what is found in it is of it, and within the bound.
#include "mailreeve/crypto/cms.hh"
#include "test/fuzz/hold.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace mailreeve::crypto;
    using mailreeve::test::hold;
    constexpr std::size_t most = 100;
    const auto input = mailreeve::test::input(bytes, size);
    const auto all = signed_content(input, size);
    hold(all.reading != CmsReading::TooBig);
    hold(all.bytes().size() <= size);
    const auto some = signed_content(input, most);
    hold(some.bytes().size() <= most);
    hold(all.bytes().starts_with(some.bytes()));
    if (all.bytes().size() <= most)
        hold(some.reading == all.reading);
    const bool content =
        all.reading == CmsReading::Whole || all.reading == CmsReading::Broken;
    hold(content || all.bytes().empty());
    return 0;
}
