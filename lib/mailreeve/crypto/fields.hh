// Several texts as the bytes of one message, so that no two lists of texts are the
// same.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/bytes.hh"

#include <string_view>

namespace mailreeve::crypto {

// Each field with its length before it, in 4 bytes, most significant first: "ab", "c"
// is not "a", "bc".
class MAILREEVE_API Fields {
public:
    Fields& add(ByteView field);
    Fields& add(std::string_view field) { return add(bytes_of(field)); }

    // As long as this object lives and nothing is added.
    ByteView bytes() const { return bytes_; }

private:
    Bytes bytes_;
};

} // namespace mailreeve::crypto
