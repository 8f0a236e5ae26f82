// The names under which mail clients show and save an entity.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"

#include <cstddef>
#include <string>
#include <vector>

namespace mailreeve::mime {

// Of more readings the first and the last are told, which readers take; of a longer one
// both ends (ambiguities() tells of the former).
inline constexpr std::size_t max_file_names = 64;
inline constexpr std::size_t max_file_name = 4'096; // bytes

// Every reading that some client could take for the name of the file, each once, the
// likeliest first: filename and name in all their forms (RFC 2183, 2231, 2047 inside
// parameters, duplicates, loose texts), of every Content-Disposition and Content-Type
// there is, not only the first; Content-Description and Content-Location where there is
// no other. As they were told: with paths, controls and whatever else. Thread-safe.
MAILREEVE_API std::vector<std::string> file_names(const Entity& entity);

} // namespace mailreeve::mime
