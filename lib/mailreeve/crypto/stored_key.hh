// A secret with its name and times, and the text that a key file holds.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/crypto/secret.hh"

#include <string>
#include <string_view>
#include <variant>

namespace mailreeve::crypto {

// 8 hexadecimal digits in lower case.
MAILREEVE_API bool is_key_id(std::string_view text);

struct StoredKey {
    std::string id;
    WallTime created;    // whole seconds
    WallTime signs_from; // the same
    Secret secret;
};

// New and random. Throws std::system_error.
MAILREEVE_API StoredKey make_stored_key(WallTime created, WallTime signs_from);

// Why a text is no key.
enum class KeyFault {
    Empty,
    NotOurs,       // the first line is not that of a key file
    Version,       // a version that we do not know
    Layout,        // lines missing, too many, or in another order
    Id,            // not 8 hexadecimal digits
    Time,          // no time, or one beyond max_unix_seconds
    Encoding,      // the secret is no base64url
    SecretSize,    // it is not 32 bytes
    DefaultSecret, // all its bytes are the same
};

// "is empty", "has a secret that is not 32 bytes long"; follows a path.
MAILREEVE_API std::string_view words(KeyFault fault);

using ParsedKey = std::variant<StoredKey, KeyFault>;

// Five lines, each ended by "\n":
//   mailreeve-key 1
//   id 1a2b3c4d
//   created 1793000000
//   signs-from 1793000000
//   secret (43 digits of base64url)
// One text a key: write_key(parse_key(text)) is text.
MAILREEVE_API ParsedKey parse_key(std::string_view text);

// Holds the secret: wipe it.
MAILREEVE_API std::string write_key(const StoredKey& key);

} // namespace mailreeve::crypto
