#include "mailreeve/mime/binhex.hh"

#include <algorithm>
#include <array>
#include <cstdint>

namespace mailreeve::mime {

namespace {

constexpr std::string_view alphabet =
    "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
static_assert(alphabet.size() == 64);

constexpr auto values = [] {
    std::array<signed char, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
    return table;
}();

int value_of(char c)
{
    return values[static_cast<unsigned char>(c)];
}

// 0x90 and a count stand for the byte before, that many times in all; with a count of
// nought for 0x90 itself.
class Runs {
public:
    explicit Runs(std::size_t wanted) : wanted_{wanted} {}

    bool is_full() const { return bytes_.size() >= wanted_; }

    void add(unsigned char byte)
    {
        constexpr unsigned char mark = 0x90;
        if (counting_ && byte > 0 && !bytes_.empty())
            bytes_.append(std::min<std::size_t>(byte - 1U, wanted_ - bytes_.size()),
                          bytes_.back());
        else if (counting_)
            bytes_ += static_cast<char>(mark);
        else if (byte != mark)
            bytes_ += static_cast<char>(byte);
        counting_ = !counting_ && byte == mark;
    }

    std::string take() { return std::move(bytes_); }

private:
    std::size_t wanted_;
    std::string bytes_;
    bool counting_ = false;
};

std::size_t number(std::string_view bytes)
{
    std::size_t sum = 0;
    for (const char c : bytes)
        sum = sum * 256 + static_cast<unsigned char>(c);
    return sum;
}

} // namespace

bool is_binhex(char c)
{
    return value_of(c) >= 0;
}

std::string binhex_bytes(std::string_view characters, std::size_t max_bytes)
{
    Runs runs{max_bytes};
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : characters) {
        const auto value = value_of(c);
        if (value < 0)
            continue;
        if (runs.is_full())
            break;
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xffffU;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        runs.add(static_cast<unsigned char>(bits >> count & 0xffU));
    }
    return runs.take();
}

BinHexHeader binhex_header(std::string_view bytes)
{
    constexpr std::size_t before_sizes = 1 + 4 + 4 + 2; // version, type, creator, flags
    constexpr std::size_t behind_name = before_sizes + 4 + 4 + 2;
    const std::size_t name =
        bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
    if (bytes.size() < 1 + name + behind_name)
        return {};
    return {std::string{bytes.substr(1, name)},
            number(bytes.substr(1 + name + before_sizes, 4)), 1 + name + behind_name};
}

} // namespace mailreeve::mime
