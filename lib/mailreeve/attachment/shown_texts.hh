// The texts of a message that its reader sees first. Inside this room only.
#pragma once

#include "mailreeve/mime/entity.hh"

#include <functional>
#include <vector>

namespace mailreeve::attachment {

// The first text/plain or text/html that is no attachment, and where it is one form of
// a multipart/alternative, the first in each of the others; in the order of the
// message. Not what is sealed, inside of another message, or `left_out`.
std::vector<const mime::Entity*>
shown_texts(const mime::Entity& message,
            const std::function<bool(const mime::Entity&)>& left_out);

} // namespace mailreeve::attachment
