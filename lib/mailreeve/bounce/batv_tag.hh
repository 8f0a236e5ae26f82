// Where a tag stands in a local part that was made to prove bounces (BATV,
// draft-levine-smtp-batv-01), ours or another's.
#pragma once

#include "mailreeve/base/api.hh"

#include <optional>
#include <string_view>

namespace mailreeve::bounce {

// Views of the text that was looked at.
struct TaggedLocal {
    std::string_view tag;
    std::string_view local; // without the tag, never empty
};

// prvs=TAG=u, the form of the draft.
MAILREEVE_API std::optional<TaggedLocal> find_prvs(std::string_view local);

// u+prvs=TAG, the form of batv-tools; the delimiter is one of "+-=_.".
MAILREEVE_API std::optional<TaggedLocal> find_sub_address(std::string_view local);

// Every form that is seen in the wild: those two, prvs=u=TAG (Exim's first),
// Barracuda's btv1==TAG==u and SparkPost's msprvs1=TAG=u. Words in any case; TAG as
// such systems make them, so that prvs=a=b, an odd mailbox, stays whole.
MAILREEVE_API std::optional<TaggedLocal> find_any_tag(std::string_view local);

MAILREEVE_API bool is_sub_address_delimiter(char c);

} // namespace mailreeve::bounce
