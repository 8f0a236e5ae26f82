// The warning as a part of a message, which stands where a file was. Inside this room
// only.
#pragma once

#include "mailreeve/attachment/header_change.hh"
#include "mailreeve/mime/entity.hh"

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// Values of fields, folded by "\n\t", and the content with the line ends of the
// message, which ends a line.
struct WarningPart {
    std::string type;
    std::string encoding;
    std::string disposition;
    std::string content;
};

// `disposition` is attachment or inline.
WarningPart warning_part(std::string_view text, std::string_view file_name,
                         std::string_view disposition, std::string_view line_end);

// Header, empty line and content.
std::string as_part(const WarningPart& part, std::string_view line_end);

// What makes the header of `entity`, whose content becomes the warning's, one of the
// warning. MIME-Version is added where it is not.
std::vector<HeaderChange> as_header(const WarningPart& part,
                                    const mime::Entity& entity);

} // namespace mailreeve::attachment
