// From one entry of an archive to the next.
#pragma once

#include "unpack/archive_reader.hh"
#include "unpack/walk.hh"

namespace mailreeve::unpack {

// All entries of `reader` into `item`, which is at `depth`.
void walk_archive(Walk& walk, attachment::Item& item, ArchiveReader& reader,
                  std::uint32_t depth);

} // namespace mailreeve::unpack
