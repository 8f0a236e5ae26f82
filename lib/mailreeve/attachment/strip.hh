// What must change in a message so that some of its files are gone and a warning stands
// where they were; every other byte stays.
#pragma once

#include "mailreeve/attachment/header_change.hh"
#include "mailreeve/attachment/notice.hh"
#include "mailreeve/attachment/splice.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

inline constexpr std::size_t max_full_warnings = 20; // in a message; others are short

// A file that is to go: a part, with all that is in it, or a file inside of a text.
struct Removal {
    const mime::Entity* entity = nullptr; // of the tree
    // Of a file inside of a text, mime::Embedded::where in mime::decoded() of `entity`,
    // which for a text without transfer encoding is its content. In no order.
    std::optional<mime::Span> embedded;
    Removed what;
};

struct Plan {
    std::vector<Edit> edits;          // of the message, all in its body; sound
    std::vector<HeaderChange> header; // of its own header

    bool empty() const { return edits.empty() && header.empty(); }
};

// `message` is the tree of `raw`, no entity of the removals is sealed or in what is
// (sealed.hh). Nothing to remove: an empty plan.
//
// Each part that goes leaves a warning of its own in its place, which tells of what was
// in it: "attachment(s)" in the notice means these, and a part that is passed on alone
// keeps its explanation. From the twenty-first on they are short. Where the message
// itself, or one inside it, is the file, it keeps its header but for the fields that
// describe the content, and becomes the warning, inline: there is nothing else to show.
// A file inside of a text leaves one line in brackets; where the encoding of that text
// is one that we do not write, the text goes as a whole.
//
// With `notice.settings.in_text` the first text that readers show, and in a
// multipart/alternative each form of it, has the three lines in front.
MAILREEVE_API Plan plan_strip(const mime::Entity& message, std::string_view raw,
                              std::span<const Removal> removals, const Notice& notice);

// The whole message as the plan makes it.
MAILREEVE_API std::string stripped(const mime::Entity& message, std::string_view raw,
                                   const Plan& plan);

inline constexpr std::string_view stripped_field = "X-Mailreeve-Stripped";

// Its value, folded: names="a.exe, b.zip" rules="program" sha256=…, the last of `raw`,
// the untouched message. Throws std::runtime_error when libcrypto fails.
MAILREEVE_API std::string stripped_value(std::span<const Removal> removals,
                                         std::string_view raw);

} // namespace mailreeve::attachment
