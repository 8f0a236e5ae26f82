// A file that came with a message, and those inside it: facts, no opinion.
#pragma once

#include "mailreeve/attachment/file_type.hh"
#include "mailreeve/base/api.hh"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// Why what is inside could not be looked at, or not all of it.
enum class Obstacle : std::uint8_t {
    None,
    Encrypted,   // names may still be known
    Broken,      // its format says what cannot be
    TooDeep,     // files inside of files beyond the bound
    TooBig,      // more bytes than we look at, in it or out of it
    TooMany,     // more files than we look at
    TooSlow,     // it took more time than it may
    Ambiguous,   // two readers would see two different things
    Partial,     // a piece of something (message/partial)
    External,    // it is elsewhere (message/external-body)
    Unsupported, // a container that we cannot open
    Crashed,     // looking into it ended the worker, twice
};

// "encrypted", "too deep", …
MAILREEVE_API std::string_view name(Obstacle obstacle);

struct Item {
    // Every name that some reader shows, as it was told, in UTF-8 where the charset is
    // known; what we show is the first. None: it has no name.
    std::vector<std::string> names;
    std::string declared; // the media type, lower case; empty inside of archives
    FileType type = FileType::Unknown;
    std::uint64_t size = 0; // in bytes, without transfer encoding
    bool macros = false;    // it holds code of its own (VBA, XLM)
    Obstacle obstacle = Obstacle::None;
    std::string detail; // of the obstacle, for a person: plain, but unescaped
    std::vector<Item> inside;

    bool operator==(const Item&) const = default;
};

} // namespace mailreeve::attachment
