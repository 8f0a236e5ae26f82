// What says of itself that it is S/MIME in one piece (RFC 8551 3.2), whatever its bytes
// look like.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/base/api.hh"

#include <string_view>

namespace mailreeve::attachment {

// By its media type, or by a name: mail programs go by either.
MAILREEVE_API bool is_called_smime(const Item& item);

// "invoice.xml" of "invoice.xml.p7m": the name of what is inside; empty where the name
// does not end so.
MAILREEVE_API std::string_view name_inside_smime(std::string_view name);

} // namespace mailreeve::attachment
