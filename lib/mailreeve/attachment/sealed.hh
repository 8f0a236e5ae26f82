// What a signature or an encryption seals: to change it is to break it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"

namespace mailreeve::attachment {

// multipart/signed, multipart/encrypted (RFC 1847) and S/MIME (RFC 8551), also by the
// names that older programs give it.
MAILREEVE_API bool is_sealed(const mime::Entity& entity);

// Whether `entity`, which is in the tree of `message`, is sealed itself or stands in
// what is.
MAILREEVE_API bool signed_around(const mime::Entity& message,
                                 const mime::Entity& entity);

} // namespace mailreeve::attachment
