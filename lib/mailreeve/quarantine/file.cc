#include "mailreeve/quarantine/file.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/aead.hh"
#include "mailreeve/crypto/hmac.hh"
#include "mailreeve/crypto/random.hh"
#include "mailreeve/quarantine/metadata.hh"

#include <algorithm>
#include <cassert>
#include <string>

namespace mailreeve::quarantine {

namespace {

using crypto::Aead;
using crypto::Bytes;
using crypto::ByteView;

constexpr std::string_view magic = "mrquar\r\n";
constexpr std::uint32_t version = 1;
constexpr std::size_t version_at = 8;
constexpr std::size_t key_id_at = 12;
constexpr std::size_t salt_at = 16;
constexpr std::size_t chunk_front = 4;
constexpr std::string_view purpose = "mailreeve quarantine 1";

using Front = std::array<std::byte, front_size>;

enum class Kind : std::uint8_t {
    Metadata = 0,
    LastMetadata = 1,
    Message = 2,
    LastMessage = 3,
};

bool is_last(Kind kind)
{
    return kind == Kind::LastMetadata || kind == Kind::LastMessage;
}

void put(std::span<std::byte> place, std::uint64_t value)
{
    for (auto byte = place.rbegin(); byte != place.rend(); ++byte, value >>= 8U)
        *byte = static_cast<std::byte>(value & 0xffU);
}

std::uint64_t number_in(ByteView place)
{
    std::uint64_t value = 0;
    for (const auto byte : place)
        value = value << 8U | std::to_integer<std::uint64_t>(byte);
    return value;
}

Front make_front(const crypto::StoredKey& key)
{
    assert(crypto::is_key_id(key.id));
    Front front{};
    std::ranges::copy(crypto::bytes_of(magic), front.begin());
    const std::span<std::byte> bytes{front};
    put(bytes.subspan(version_at, 4), version);
    for (std::size_t n = 0; n < 4; ++n)
        front.at(key_id_at + n) = static_cast<std::byte>(
            16 * ascii::hex_value(key.id[2 * n]) + ascii::hex_value(key.id[2 * n + 1]));
    crypto::fill_random(bytes.subspan(salt_at));
    return front;
}

crypto::Secret key_of(const crypto::StoredKey& master, ByteView front)
{
    Bytes info;
    std::ranges::copy(crypto::bytes_of(purpose), std::back_inserter(info));
    std::ranges::copy(front.first(salt_at), std::back_inserter(info));
    auto bytes = crypto::hkdf(master.secret.bytes(), front.subspan(salt_at), info,
                              crypto::Secret::size);
    auto key = crypto::Secret::from(bytes);
    crypto::wipe(bytes);
    return std::move(*key);
}

// Where a chunk stands and what it is: all that must be right before it opens.
class Place {
public:
    explicit Place(const Front& front)
    {
        std::ranges::copy(front, associated_.begin());
    }

    void set(std::uint64_t number, ByteView front_of_chunk)
    {
        const std::span<std::byte> bytes{associated_};
        put(bytes.subspan(front_size, 8), number);
        std::ranges::copy(front_of_chunk, associated_.begin() + front_size + 8);
        put(std::span{nonce_}.first(8), number);
        nonce_.back() = front_of_chunk.front();
    }

    ByteView associated() const { return associated_; }
    const Aead::Nonce& nonce() const { return nonce_; }

private:
    std::array<std::byte, front_size + 8 + chunk_front> associated_{};
    Aead::Nonce nonce_{};
};

class ChunkWriter {
public:
    ChunkWriter(const Front& front, crypto::Secret key, const Take& take)
        : place_{front}, aead_{std::move(key)}, take_{take}
    {
    }

    // All of a part: the metadata, or the message.
    void write(ByteView text, Kind kind, Kind last)
    {
        for (; text.size() > largest_chunk; text = text.subspan(largest_chunk))
            write_one(text.first(largest_chunk), kind);
        write_one(text, last);
    }

private:
    void write_one(ByteView text, Kind kind)
    {
        std::array<std::byte, chunk_front> front{};
        put(front, text.size());
        front.front() = static_cast<std::byte>(kind);
        place_.set(number_++, front);
        take_(front);
        take_(aead_.seal(place_.nonce(), place_.associated(), text));
    }

    Place place_;
    Aead aead_;
    const Take& take_;
    std::uint64_t number_ = 0;
};

std::uint64_t size_of_part(std::uint64_t text)
{
    const auto chunks = text == 0 ? 1 : (text + largest_chunk - 1) / largest_chunk;
    return text + chunks * (chunk_front + Aead::tag_size);
}

} // namespace

std::string_view words(FileFault fault)
{
    switch (fault) {
    case FileFault::NotOurs:
        return "is no file of a kept message";
    case FileFault::Version:
        return "was written by a later version of mailreeve";
    case FileFault::UnknownKey:
        return "is encrypted with a master key that is not here";
    case FileFault::Altered:
        return "is damaged: it was cut, or its bytes have changed";
    case FileFault::Content:
        break;
    }
    return "holds what no kept message has";
}

Unreadable::Unreadable(FileFault fault, std::string_view detail)
    : std::runtime_error{std::string{words(fault)}.append(detail)}, fault_{fault}
{
}

SealedFile::SealedFile(const crypto::StoredKey& key, const Held& held,
                       std::string_view message)
    : key_{key}, metadata_{write_metadata(held, message.size())}, message_{message}
{
    if (message.size() > max_message)
        throw std::length_error{"it is too large"};
}

std::uint64_t SealedFile::size() const
{
    return front_size + size_of_part(metadata_.size()) + size_of_part(message_.size());
}

void SealedFile::write(const Take& take) const
{
    const auto front = make_front(key_);
    take(front);
    ChunkWriter writer{front, key_of(key_, front), take};
    writer.write(metadata_, Kind::Metadata, Kind::LastMetadata);
    writer.write(crypto::bytes_of(message_), Kind::Message, Kind::LastMessage);
}

std::optional<std::string> key_id_of(ByteView front)
{
    if (front.size() < front_size ||
        !std::ranges::equal(front.first(magic.size()), crypto::bytes_of(magic)))
        return std::nullopt;
    std::string id;
    for (const auto byte : front.subspan(key_id_at, 4)) {
        id += "0123456789abcdef"[std::to_integer<unsigned>(byte >> 4U)];
        id += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xfU];
    }
    return id;
}

// Gives the chunks one after another, as long as each is what may stand there.
class FileReader::Chunks {
public:
    Chunks(const crypto::MasterKeys& keys, Give give)
        : give_{std::move(give)}, front_{read_front()}, place_{front_},
          aead_{key_of(find(keys, front_), front_)}
    {
    }

    struct Chunk {
        Bytes text;
        bool last = false;
    };

    // The next one, which must be of the part whose chunks are of these kinds.
    Chunk next(Kind kind, Kind last)
    {
        std::array<std::byte, chunk_front> front{};
        need(give_(front) == front.size());
        const auto found = static_cast<Kind>(front.front());
        const auto size = number_in(std::span{front}.subspan(1));
        need(found == kind || found == last);
        need(is_last(found) ? size <= largest_chunk : size == largest_chunk);
        Bytes sealed(size + Aead::tag_size);
        need(give_(sealed) == sealed.size());
        place_.set(number_++, front);
        auto text = aead_.open(place_.nonce(), place_.associated(), sealed);
        need(text.has_value());
        return {std::move(*text), is_last(found)};
    }

    void expect_end()
    {
        std::array<std::byte, 1> more{};
        need(give_(more) == 0);
    }

private:
    static void need(bool right)
    {
        if (!right)
            throw Unreadable{FileFault::Altered};
    }

    Front read_front()
    {
        Front front{};
        if (give_(front) != front.size() || !key_id_of(front))
            throw Unreadable{FileFault::NotOurs};
        if (number_in(std::span{front}.subspan(version_at, 4)) != version)
            throw Unreadable{FileFault::Version};
        return front;
    }

    static const crypto::StoredKey& find(const crypto::MasterKeys& keys, ByteView front)
    {
        const auto id = key_id_of(front);
        const auto* const key = keys.find(*id);
        if (key == nullptr)
            throw Unreadable{FileFault::UnknownKey, ": archive-" + *id + ".key"};
        return *key;
    }

    Give give_;
    Front front_;
    Place place_;
    Aead aead_;
    std::uint64_t number_ = 0;
};

FileReader::FileReader(const crypto::MasterKeys& keys, Give give)
    : chunks_{std::make_unique<Chunks>(keys, std::move(give))}
{
    Bytes metadata;
    for (bool last = false; !last;) {
        auto chunk = chunks_->next(Kind::Metadata, Kind::LastMetadata);
        last = chunk.last;
        metadata.insert(metadata.end(), chunk.text.begin(), chunk.text.end());
        if (metadata.size() > max_metadata)
            throw Unreadable{FileFault::Content};
    }
    read_metadata(metadata);
}

FileReader::~FileReader() = default;
FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;

void FileReader::read_metadata(ByteView metadata)
{
    auto read = quarantine::read_metadata(metadata);
    if (!read || read->message_size > max_message)
        throw Unreadable{FileFault::Content};
    held_ = std::move(read->held);
    message_size_ = read->message_size;
}

void FileReader::read_message(const Take& take)
{
    std::uint64_t left = message_size_;
    for (bool last = false; !last;) {
        const auto chunk = chunks_->next(Kind::Message, Kind::LastMessage);
        if (chunk.text.size() > left)
            throw Unreadable{FileFault::Content};
        left -= chunk.text.size();
        last = chunk.last;
        take(chunk.text);
    }
    if (left != 0)
        throw Unreadable{FileFault::Content};
    chunks_->expect_end();
}

} // namespace mailreeve::quarantine
