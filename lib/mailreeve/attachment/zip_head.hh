// What kind of zip a file is, by the first names in it. Inside this room only.
#pragma once

#include "mailreeve/attachment/file_type.hh"

#include <string_view>

namespace mailreeve::attachment {

// Zip, OfficeXml, OpenDocument or Jar; Unknown for what does not begin as a zip. Only
// what the local headers in front say: what is in it is the worker's to find.
FileType zip_type(std::string_view head);

// Whether a whole file ends with the end record of a zip, whatever it begins with.
bool ends_as_zip(std::string_view whole);

} // namespace mailreeve::attachment
