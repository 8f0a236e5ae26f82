// The names under which mail clients show and save an entity.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"

#include <string>
#include <vector>

namespace mailreeve::mime {

// Every reading that some client could take for the name of the file, each once, the
// likeliest first: filename and name in all their forms (RFC 2183, 2231, 2047 inside
// parameters, duplicates, loose texts), of every Content-Disposition and Content-Type
// there is, not only the first; Content-Description and Content-Location where there is
// no other. As they were told: with paths, controls and whatever else. Thread-safe.
MAILREEVE_API std::vector<std::string> file_names(const Entity& entity);

} // namespace mailreeve::mime
