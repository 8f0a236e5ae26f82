#include "unpack/rar5.hh"

#include "unpack/little_endian.hh"

#include <algorithm>
#include <cstdint>

namespace mailreeve::unpack {

namespace {

constexpr std::string_view sign{"Rar!\x1a\x07\x01\0", 8};

enum BlockType : std::uint64_t { File = 2, Encryption = 4, End = 5 };

// Fields one after the other; what is not there is 0, and then nothing is.
class Fields {
public:
    explicit Fields(std::string_view bytes) : rest_{bytes} {}

    std::uint64_t number() // seven bits a byte, the lowest first
    {
        constexpr unsigned widest = 63;
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift <= widest && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if ((byte & 0x80U) == 0)
                return value;
        }
        rest_ = {};
        return 0;
    }

    std::string_view bytes(std::uint64_t count)
    {
        const auto taken =
            rest_.substr(0, std::min<std::uint64_t>(count, rest_.size()));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    bool empty() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

struct Block {
    std::uint64_t type = 0;
    std::string_view fields; // of this type, without the extra area
    std::string_view extra;
    std::uint64_t next = 0; // where the next block stands
};

std::optional<Block> block_at(std::string_view bytes, std::uint64_t at)
{
    constexpr std::uint64_t sum = 4;
    constexpr std::uint64_t widest = 10;
    const auto front = slice(bytes, at + sum, 1);
    if (!front)
        return std::nullopt;
    const auto sized = bytes.substr(at + sum, widest);
    Fields size_field{sized};
    const auto size = size_field.number();
    std::uint64_t length = 1; // of the size itself
    while (length < sized.size() &&
           (static_cast<unsigned char>(sized[length - 1]) & 0x80U) != 0)
        ++length;
    const auto header = slice(bytes, at + sum + length, size);
    if (!header || size == 0)
        return std::nullopt;
    Fields fields{*header};
    Block block;
    block.type = fields.number();
    const auto flags = fields.number();
    const auto extra = (flags & 1U) != 0 ? fields.number() : 0;
    const auto content = (flags & 2U) != 0 ? fields.number() : 0;
    block.fields = fields.bytes(bytes.size());
    const auto kept = std::min<std::uint64_t>(extra, block.fields.size());
    block.extra = block.fields.substr(block.fields.size() - kept);
    const auto behind = at + sum + length + size;
    if (content > bytes.size() - behind)
        return std::nullopt;
    block.next = behind + content;
    return block;
}

bool has_encryption(std::string_view extra)
{
    constexpr std::uint64_t encryption = 1;
    Fields records{extra};
    while (!records.empty()) {
        const auto size = records.number();
        Fields record{records.bytes(size)};
        if (size > 0 && record.number() == encryption)
            return true;
    }
    return false;
}

std::string name_in(std::string_view file)
{
    Fields fields{file};
    const auto flags = fields.number();
    fields.number(); // its size
    fields.number(); // its attributes
    if ((flags & 2U) != 0)
        fields.bytes(4); // its time
    if ((flags & 4U) != 0)
        fields.bytes(4); // its checksum
    fields.number();     // how it is compressed
    fields.number();     // the system it is from
    return std::string{fields.bytes(fields.number())};
}

} // namespace

std::optional<Rar5Encryption> rar5_encryption(std::string_view bytes,
                                              std::size_t max_files)
{
    const auto start = bytes.find(sign);
    if (start > std::size_t{1024} * 1024) // npos too
        return std::nullopt;
    Rar5Encryption found;
    for (std::uint64_t at = start + sign.size();;) {
        const auto block = block_at(bytes, at);
        found.broken = !block;
        if (!block || block->type == End || found.files.size() >= max_files)
            return found;
        if (block->type == Encryption) {
            found.headers = true;
            return found;
        }
        if (block->type == File && has_encryption(block->extra))
            found.files.push_back(name_in(block->fields));
        at = block->next;
    }
}

} // namespace mailreeve::unpack
