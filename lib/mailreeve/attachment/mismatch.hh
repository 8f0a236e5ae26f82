// Whether a file promises something harmless and is something else. Inside this room
// only.
#pragma once

#include "mailreeve/attachment/item.hh"

#include <string>
#include <vector>

namespace mailreeve::attachment {

// `forms` of its names. What runs under its own type, where name or declared type
// promise anything that does not; a script or a page with one, where they promise a
// picture, a sound, a film, a document or an archive; an archive, where they promise
// what is none. Where the end of a name promises something, the declared type promises
// nothing of archives and scripts: programs of mail declare much as text/plain.
bool is_mismatch(const Item& item, const std::vector<std::string>& forms);

} // namespace mailreeve::attachment
