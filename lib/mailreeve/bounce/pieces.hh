// The parts of a message that may tell what came back.
#pragma once

#include "mailreeve/mime/entity.hh"

#include <cstddef>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

struct Piece {
    enum class Kind {
        Status,      // message/delivery-status (RFC 3464, RFC 6533)
        Disposition, // message/disposition-notification (RFC 8098)
        Feedback,    // message/feedback-report (RFC 5965)
        Message,     // a whole message
        Headers,     // the header of one
        Text,
        Html,
        Tnef,      // Exchange's own form of a message
        Calendar,  // a meeting, or an answer about one (RFC 5546)
        Aggregate, // a report on the mail of a day, by type or file name (DMARC,
                   // TLSRPT)
    };
    Kind kind = Kind::Text;
    const mime::Entity* entity = nullptr;
    std::size_t level = 0; // how many messages it is inside of, `root` not counted
};

// In the order in which they stand. A message that is not encoded comes as a Message,
// followed by its own pieces one level deeper. `root` must outlive them.
std::vector<Piece> pieces(const mime::Entity& root);

} // namespace mailreeve::bounce
