// The file of one kept message: self-describing, encrypted, and authenticated from its
// first byte to its last.
//
// Numbers are unsigned, most significant byte first. The front, 48 bytes, is in clear:
//
//     0   8  magic: "mrquar" 0D 0A
//     8   4  version: 1
//    12   4  id of the master key (archive-ID.key), whose hexadecimal digits it is
//    16  32  salt: random, another one for each file
//
// The key of the file is HKDF-SHA256 (RFC 5869) of 32 bytes: of the master key's
// secret, the salt, and the info "mailreeve quarantine 1" followed by the 16 bytes
// before the salt.
//
// Then come chunks, numbered from 0 through the file:
//
//     0   1  kind: 0 metadata, 1 its last chunk, 2 message, 3 its last chunk
//     1   3  size of the text: 65536 in kinds 0 and 2, at most that in kinds 1 and 3
//     4   n  the text, encrypted by AES-256-GCM
//   4+n  16  its tag
//
// The nonce of a chunk is its number in 8 bytes and 3 of zero and one with the kind;
// the associated bytes are the front of the file, the number in 8 bytes and the 4 bytes
// before the text. Any number of kind 0, one of kind 1, any number of kind 2, one of
// kind 3, end of file: nothing else is a file of ours, so each pair of metadata and
// message has one layout.
//
// The metadata are fields (crypto/fields.hh) in pairs, a name and a value, in this
// order:
//
//     size        of the message in bytes, decimal
//     id, why ("held", "stripped", "unjudged"), at (seconds since 1970, decimal),
//     queue-id, client, helo, sender, direction, reason, findings, subject
//     recipient, other, removed: each as often as there are any
//
// Names that a reader does not know are skipped: a later mailreeve adds some.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/bytes.hh"
#include "mailreeve/crypto/master_keys.hh"
#include "mailreeve/quarantine/held.hh"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>

namespace mailreeve::quarantine {

inline constexpr std::size_t front_size = 48;
inline constexpr std::size_t largest_chunk = std::size_t{64} * 1024;
inline constexpr std::size_t max_metadata = std::size_t{1} << 20U;
inline constexpr std::uint64_t max_message = std::uint64_t{1} << 31U; // of any reader

enum class FileFault : std::uint8_t {
    NotOurs,    // another magic, or shorter than the front
    Version,    // written by a later mailreeve
    UnknownKey, // encrypted with a master key that is not here
    Altered,    // cut short, longer, or of other bytes than were written
    Content,    // well sealed, but its metadata are none, or it is over a bound
};

MAILREEVE_API std::string_view words(FileFault fault); // "is damaged ..."; after a path

class MAILREEVE_API Unreadable : public std::runtime_error {
public:
    // `detail` follows the words: the id of a key.
    explicit Unreadable(FileFault fault, std::string_view detail = {});

    FileFault fault() const { return fault_; }

private:
    FileFault fault_;
};

using Take = std::function<void(crypto::ByteView)>;

// Bytes that are encrypted once and written out: the salt is new with each.
class MAILREEVE_API SealedFile {
public:
    // Both and the key must outlive it. Of metadata that are too many, texts that only
    // explain are cut (held.cc says which); throws std::length_error when the envelope
    // alone is more than max_metadata, or the message more than max_message.
    SealedFile(const crypto::StoredKey& key, const Held& held,
               std::string_view message);

    // Known before anything is encrypted.
    std::uint64_t size() const;

    // The file from its front to its end, in pieces. Call it once. Throws what `take`
    // throws.
    void write(const Take& take) const;

private:
    const crypto::StoredKey& key_;
    crypto::Bytes metadata_;
    std::string_view message_;
};

// Fills what it is given from the front, with as many bytes as there are: fewer than
// asked for only at the end of the file.
using Give = std::function<std::size_t(std::span<std::byte>)>;

// Reads one, in one pass, and holds a chunk in memory at a time. One thread.
class MAILREEVE_API FileReader {
public:
    // Reads the metadata. Throws Unreadable, and what `give` throws.
    FileReader(const crypto::MasterKeys& keys, Give give);
    ~FileReader();
    FileReader(FileReader&&) noexcept;
    FileReader& operator=(FileReader&&) noexcept;
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;

    const Held& held() const { return held_; }
    std::uint64_t message_size() const { return message_size_; }

    // The message, piece by piece; call it once. Each piece is as it was written, but
    // that none is missing is known no sooner than when this returns. Throws
    // Unreadable, and what `take` throws.
    void read_message(const Take& take);

private:
    class Chunks;

    void read_metadata(crypto::ByteView metadata);

    std::unique_ptr<Chunks> chunks_;
    Held held_;
    std::uint64_t message_size_ = 0;
};

// The id of the master key that a front names; nothing when it is no front of ours.
MAILREEVE_API std::optional<std::string> key_id_of(crypto::ByteView front);

} // namespace mailreeve::quarantine
