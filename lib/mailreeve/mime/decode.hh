// The content of an entity without its transfer encoding (RFC 2045 6), and as text.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mailreeve::mime {

// Whether the content is in an encoding that decoded() undoes.
MAILREEVE_API bool is_encoded(const Entity& entity);

// The first `max_bytes` of the content with base64, quoted-printable or uuencode
// undone, as tolerantly as mail clients do: what is not of the alphabet is left out,
// padding may be missing. An unknown encoding leaves all as it is. `message` is the one
// that `entity` was parsed from. Thread-safe.
MAILREEVE_API std::string decoded(const Entity& entity, std::string_view message,
                                  std::size_t max_bytes);

// The same for contents of any size, in pieces, without any bound but `max_bytes`.
// Returns how many bytes it gave; what `sink` throws goes through. Thread-safe.
using Sink = std::function<void(std::string_view)>;
MAILREEVE_API std::uint64_t decode(const Entity& entity, std::string_view message,
                                   std::uint64_t max_bytes, const Sink& sink);

// The same as valid UTF-8 of at most `max_bytes`. A charset that is not told, not known
// or us-ascii is read as guessed_utf8() does. Line ends stay as they are.
MAILREEVE_API std::string text(const Entity& entity, std::string_view message,
                               std::size_t max_bytes);

} // namespace mailreeve::mime
