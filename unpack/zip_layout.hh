// Where the entries of a ZIP file stand, and whether that is how an honest one does it.
#pragma once

#include "unpack/zip_records.hh"

#include <cstdint>
#include <string_view>
#include <vector>

namespace mailreeve::unpack {

class ZipLayout {
public:
    struct Place {
        std::uint64_t begin = 0;   // of the local header
        std::uint64_t content = 0; // behind it
        std::uint64_t packed = 0;
        ZipHeader central;
        ZipHeader local;
    };

    void add(const Place& place) { places_.push_back(place); }

    // The first thing that is not in order: something in front of all entries, entries
    // that overlap, local headers that the directory lacks, descriptors that say other
    // things than the directory, which begins at `directory`. Empty: all is.
    std::string_view fault(std::string_view bytes, std::uint64_t directory);

private:
    std::vector<Place> places_;
};

} // namespace mailreeve::unpack
