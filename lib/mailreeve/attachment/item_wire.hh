// How the daemon and the worker that looks into files write to each other.
//
// Both ends are of one build, so the form has no version. The daemon reads as from an
// enemy: what a worker says may be what an archive made it say.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/attachment/unpack_settings.hh"
#include "mailreeve/base/api.hh"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

// Both go as a frame: four bytes of length, least first, then so many bytes. With the
// first byte of a request comes the descriptor of the file (SCM_RIGHTS).
inline constexpr std::size_t frame_head = 4;

struct UnpackRequest {
    std::uint64_t size = 0; // of the file
    UnpackLimits limits;
    Item item;

    bool operator==(const UnpackRequest&) const = default;
};

// Cuts what is beyond the bounds of unpack_settings.hh: names of an item, their
// length. A name that is cut keeps its beginning and its end.
MAILREEVE_API std::string encoded(const Item& item);
MAILREEVE_API std::string encoded(const UnpackRequest& request);

// The length in front of a frame, as it is sent.
MAILREEVE_API std::string frame_length(std::size_t size);
// Nothing where it is more than max_item_bytes and what a request adds. `head` has
// frame_head bytes.
MAILREEVE_API std::optional<std::size_t> frame_size(std::string_view head);

// Nothing where `bytes` are not exactly what encoded() makes, or pass a bound:
// `max_items` with all inside, max_item_depth, names and their lengths. Thread-safe.
MAILREEVE_API std::optional<Item> decoded_item(std::string_view bytes,
                                               std::size_t max_items);
MAILREEVE_API std::optional<UnpackRequest> decoded_request(std::string_view bytes);

// A name within max_item_name.
MAILREEVE_API std::string bounded_name(std::string_view name);

} // namespace mailreeve::attachment
