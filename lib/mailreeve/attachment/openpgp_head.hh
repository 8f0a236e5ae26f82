// Whether a file is encrypted by OpenPGP, in binary (RFC 9580 4.2, 5.1, 5.3). Inside
// this room only.
#pragma once

#include <string_view>

namespace mailreeve::attachment {

// Begins with a packet that holds a session key.
bool is_openpgp_encrypted(std::string_view head);

} // namespace mailreeve::attachment
