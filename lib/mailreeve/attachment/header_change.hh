// Changes of a header, as an MTA makes them for a milter, and the same in a raw text.
#pragma once

#include "mailreeve/attachment/splice.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// They are made one after the other. Of the fields of one name the last is deleted
// first, so that it does not matter whether an MTA counts those that are gone.
struct HeaderChange {
    std::string name;
    std::size_t index = 0;            // 1: the first field of that name; 0: a new field
    std::optional<std::string> value; // folded by "\n\t"; nothing: the field goes

    bool operator==(const HeaderChange&) const = default;
};

// "\r\n" or "\n": how the first line of the message ends; "\r\n" where none does.
MAILREEVE_API std::string_view line_end_of(std::string_view raw);

// The changes as edits of `raw`, all of them inside the header of `entity`, which is
// the message or one inside it. New fields stand at its end. A field that is not there
// is not changed. Each field is named by one change at most.
MAILREEVE_API std::vector<Edit> header_edits(const mime::Entity& entity,
                                             std::string_view raw,
                                             std::span<const HeaderChange> changes);

// `raw` with the changes made in the header of `message`, the root of its tree.
MAILREEVE_API std::string apply_header(const mime::Entity& message,
                                       std::string_view raw,
                                       std::span<const HeaderChange> changes);

} // namespace mailreeve::attachment
