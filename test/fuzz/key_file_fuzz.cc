// A damaged or hostile key file: a key is read from one text alone, its own.
#include "mailreeve/crypto/stored_key.hh"
#include "test/fuzz/hold.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace mailreeve::crypto;
    const auto input = mailreeve::test::input(bytes, size);
    const auto parsed = parse_key(input);
    if (const auto* key = std::get_if<StoredKey>(&parsed)) {
        mailreeve::test::hold(is_key_id(key->id));
        mailreeve::test::hold(write_key(*key) == input);
    } else {
        mailreeve::test::hold(!words(std::get<KeyFault>(parsed)).empty());
    }
    return 0;
}
