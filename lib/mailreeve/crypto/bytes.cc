#include "mailreeve/crypto/bytes.hh"

#include <openssl/crypto.h>

namespace mailreeve::crypto {

bool equal(ByteView a, ByteView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace mailreeve::crypto
