// The `attachments.unpack` section of mailreeve.yaml: the workers that look into files,
// and what one file may cost them.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace mailreeve::attachment {

// What one request may cost; all that is inside of the file counts together.
struct UnpackLimits {
    std::uint32_t depth = 5; // files inside of files
    std::uint32_t entries = 10'000;
    std::uint64_t output = std::uint64_t{256} * 1024 * 1024; // bytes, read or skipped
    std::chrono::milliseconds cpu = std::chrono::seconds{10};

    bool operator==(const UnpackLimits&) const = default;
};

// Bounds of what is told of a file, for which nobody needs a key.
inline constexpr std::size_t max_item_names = 64;   // of one item
inline constexpr std::size_t max_item_name = 4'096; // bytes; longer loses its middle
inline constexpr std::size_t max_item_detail = 256; // bytes
inline constexpr std::size_t max_item_bytes = std::size_t{8} * 1024 * 1024; // all of it
inline constexpr std::size_t max_item_depth = 40; // items in items: depth, and parts

struct MAILREEVE_API UnpackSettings {
    std::filesystem::path worker; // default: where it is installed
    unsigned workers = 2;
    unsigned waiting = 50; // callers that wait for a worker; those beyond are refused
    std::uint32_t depth = UnpackLimits{}.depth;
    std::uint32_t entries = UnpackLimits{}.entries;
    config::Size output{UnpackLimits{}.output};
    config::Size memory{std::uint64_t{256} * 1024 *
                        1024}; // of a worker's address space
    std::chrono::seconds cpu{10};
    std::chrono::seconds wall{30}; // of a request, once a worker has it

    UnpackSettings();

    UnpackLimits limits() const { return {depth, entries, output.bytes, cpu}; }

    static config::Fields<UnpackSettings> fields();
    bool operator==(const UnpackSettings&) const = default;
};

} // namespace mailreeve::attachment
