// Several texts as the bytes of one message, so that no two lists of texts are the
// same.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/bytes.hh"

#include <optional>
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

// Takes apart what Fields has put together. Foreign bytes are fine.
class MAILREEVE_API FieldReader {
public:
    // The bytes must outlive it.
    explicit FieldReader(ByteView bytes) : bytes_{bytes} {}

    // The next one; nothing at the end, and where the bytes are cut short.
    std::optional<std::string_view> next();

    // Whether all of it has been read, so that nothing is left over.
    bool at_end() const { return bytes_.empty(); }

private:
    ByteView bytes_;
};

} // namespace mailreeve::crypto
