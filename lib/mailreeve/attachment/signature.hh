// What a file is by marks at known places: all types but texts. Inside this room only.
#pragma once

#include "mailreeve/attachment/file_type.hh"

#include <string_view>

namespace mailreeve::attachment {

// Unknown where no mark is found. Of several the most dangerous, as file_type() has it.
FileType type_by_signature(std::string_view head, bool all);

} // namespace mailreeve::attachment
