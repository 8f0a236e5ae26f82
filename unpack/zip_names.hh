// The readings of a name in a ZIP header.
#pragma once

#include "unpack/zip_records.hh"

#include <string>
#include <vector>

namespace mailreeve::unpack {

// Adds those that are not there yet. False where readers would differ by more than the
// charset: a NUL that ends the name for some, an extra field that tells another name.
bool add_names(const ZipHeader& header, std::vector<std::string>& names);

} // namespace mailreeve::unpack
