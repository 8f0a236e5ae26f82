// What a CMS message has inside of its signature (RFC 5652 5; PKCS #7, RFC 2315 9). It
// is found, not verified: keys, certificates and signatures are not looked at.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailreeve::crypto {

enum class CmsReading : std::uint8_t {
    NotSigned,   // no CMS, or CMS of another type: enveloped data, say
    Detached,    // signed data without a content: a signature, or certificates
    Whole,       // all of the content is there
    Broken,      // signed data whose content is not, or not all of it
    TooBig,      // the content has more bytes than were asked for
    Unsupported, // compressed data (RFC 3274), or CMS within CMS without MIME between
};

// The bytes that it was read from must outlive it.
struct SignedContent {
    CmsReading reading = CmsReading::NotSigned;
    std::string_view piece; // where the content stands in one piece
    std::string joined;     // where it had to be put together

    // The content, or of a Broken or TooBig one what could be read.
    std::string_view bytes() const { return joined.empty() ? piece : joined; }
};

// Of signed data in DER or BER, at most `max_bytes` of its content. As tolerant as a
// reader that begins to show the content before it has seen the end: what stands behind
// the content may be missing. Time and memory in proportion to the size. Thread-safe.
MAILREEVE_API SignedContent signed_content(std::string_view bytes,
                                           std::size_t max_bytes);

} // namespace mailreeve::crypto
