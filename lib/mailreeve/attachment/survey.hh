// What a message brings: every file in it, and those inside of files. Facts, no
// opinion.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/attachment/unpacker.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/mime/ambiguity.hh"
#include "mailreeve/mime/embedded.hh"
#include "mailreeve/mime/entity.hh"
#include "mailreeve/mime/limits.hh"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// One entity without parts of its own, a file that stands in its text, or a message
// with a name, whose parts follow it.
struct Part {
    const mime::Entity* entity = nullptr; // in the tree of the survey
    std::string path;                     // "2.1", as IMAP counts (RFC 3501 6.4.5)
    std::optional<mime::Embedded>
        embedded;           // its `where` is in the text of the entity, decoded
    bool is_signed = false; // taking it out would break a signature around it
    Item item;
};

// Can be moved; the parts point into the tree, and stay right.
struct Survey {
    std::unique_ptr<mime::Entity> tree; // nothing where a bound was passed
    std::optional<mime::Excess> excess; // which bound
    std::vector<Part> parts;            // in the order of the message
    std::vector<mime::Ambiguity> ambiguities;
    bool carries = false; // anything that is not plain text or a harmless picture of
                          // it: an ambiguous message without this hides nothing

    bool is_ambiguous() const; // gravely
};

struct SurveyBounds {
    mime::Limits mime;
    std::size_t embedded = 100;                     // files in texts
    std::size_t in_memory = std::size_t{64} * 1024; // of a part; beyond, in a file
    std::filesystem::path scratch;                  // where such files go
};

// `raw` is the whole message, which must stay as it is while the survey is in use.
// `unpacker` may be null: then a container is Unsupported. Behind `deadline` what holds
// other files is not looked into any more: TooSlow. `progress` is called between parts.
// Throws std::system_error where our own machine fails: no worker, no disk.
// Thread-safe.
MAILREEVE_API Survey survey(std::string_view raw, Unpacker* unpacker,
                            const SurveyBounds& bounds, Deadline deadline,
                            const Clock& clock,
                            const std::function<void()>& progress = {});

} // namespace mailreeve::attachment
