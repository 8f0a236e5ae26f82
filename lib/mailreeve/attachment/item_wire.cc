#include "mailreeve/attachment/item_wire.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

constexpr std::size_t request_extra = 64; // size and limits, and room to spare
constexpr std::size_t max_declared = 256;

class Writer {
public:
    template <class T>
    void number(T value)
    {
        auto rest = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(T); ++i, rest >>= 8U)
            bytes_ += static_cast<char>(rest & 0xffU);
    }
    void text(std::string_view text)
    {
        number(static_cast<std::uint32_t>(text.size()));
        bytes_ += text;
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Once something is not there, everything behind it is not there either.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    template <class T>
    T number()
    {
        if (rest_.size() < sizeof(T)) {
            fail();
            return T{};
        }
        std::uint64_t value = 0;
        for (std::size_t i = sizeof(T); i-- > 0;)
            value = value << 8U | static_cast<unsigned char>(rest_[i]);
        rest_.remove_prefix(sizeof(T));
        return static_cast<T>(value);
    }

    // At most `high`, or it fails.
    template <class T>
    T number_to(T high)
    {
        const auto value = number<T>();
        if (value > high)
            fail();
        return value;
    }

    std::string text(std::size_t max)
    {
        const auto size = number<std::uint32_t>();
        if (size > max || size > rest_.size()) {
            fail();
            return {};
        }
        std::string text{rest_.substr(0, size)};
        rest_.remove_prefix(size);
        return text;
    }

    std::size_t left() const { return rest_.size(); }
    bool good() const { return good_; }
    void fail()
    {
        good_ = false;
        rest_ = {};
    }

private:
    std::string_view rest_;
    bool good_ = true;
};

void write(Writer& out, const Item& item)
{
    const auto names = std::min(item.names.size(), max_item_names);
    out.number(static_cast<std::uint16_t>(names));
    for (std::size_t i = 0; i < names; ++i)
        out.text(bounded_name(item.names[i]));
    out.text(std::string_view{item.declared}.substr(0, max_declared));
    out.number(static_cast<std::uint8_t>(item.type));
    out.number(item.size);
    out.number(static_cast<std::uint8_t>(item.macros ? 1 : 0));
    out.number(static_cast<std::uint8_t>(item.obstacle));
    out.text(std::string_view{item.detail}.substr(0, max_item_detail));
    out.number(static_cast<std::uint32_t>(item.inside.size()));
    for (const auto& part : item.inside)
        write(out, part);
}

// Depth is bounded, so recursion is.
Item read(Reader& in, std::size_t& items_left, std::size_t depth)
{
    constexpr std::size_t least = 23; // bytes of an item that has nothing
    Item item;
    if (depth > max_item_depth || items_left == 0) {
        in.fail();
        return item;
    }
    --items_left;
    const auto names = in.number_to(static_cast<std::uint16_t>(max_item_names));
    for (std::size_t i = 0; in.good() && i < names; ++i)
        item.names.push_back(in.text(max_item_name));
    item.declared = in.text(max_declared);
    item.type =
        static_cast<FileType>(in.number_to(static_cast<std::uint8_t>(FileType::Smime)));
    item.size = in.number<std::uint64_t>();
    item.macros = in.number_to(std::uint8_t{1}) == 1;
    item.obstacle = static_cast<Obstacle>(
        in.number_to(static_cast<std::uint8_t>(Obstacle::Crashed)));
    item.detail = in.text(max_item_detail);
    const auto inside = in.number<std::uint32_t>();
    if (inside > in.left() / least)
        in.fail();
    for (std::size_t i = 0; in.good() && i < inside; ++i)
        item.inside.push_back(read(in, items_left, depth + 1));
    return item;
}

} // namespace

std::string bounded_name(std::string_view name)
{
    if (name.size() <= max_item_name)
        return std::string{name};
    constexpr std::string_view between = "...";
    constexpr auto half = (max_item_name - between.size()) / 2;
    std::string cut{name.substr(0, half)};
    cut += between;
    return cut += name.substr(name.size() - half);
}

std::string encoded(const Item& item)
{
    Writer out;
    write(out, item);
    return out.take();
}

std::string encoded(const UnpackRequest& request)
{
    Writer out;
    out.number(request.size);
    out.number(request.limits.depth);
    out.number(request.limits.entries);
    out.number(request.limits.output);
    out.number(static_cast<std::uint64_t>(request.limits.cpu.count()));
    write(out, request.item);
    return out.take();
}

std::string frame_length(std::size_t size)
{
    Writer out;
    out.number(static_cast<std::uint32_t>(size));
    return out.take();
}

std::optional<std::size_t> frame_size(std::string_view head)
{
    Reader in{head};
    const auto size = in.number<std::uint32_t>();
    if (!in.good() || size > max_item_bytes + request_extra)
        return std::nullopt;
    return size;
}

std::optional<Item> decoded_item(std::string_view bytes, std::size_t max_items)
{
    Reader in{bytes};
    auto item = read(in, max_items, 0);
    if (!in.good() || in.left() != 0)
        return std::nullopt;
    return item;
}

std::optional<UnpackRequest> decoded_request(std::string_view bytes)
{
    Reader in{bytes};
    UnpackRequest request;
    request.size = in.number<std::uint64_t>();
    request.limits.depth = in.number_to(static_cast<std::uint32_t>(max_item_depth));
    request.limits.entries = in.number<std::uint32_t>();
    request.limits.output = in.number<std::uint64_t>();
    constexpr std::uint64_t hour = 3'600'000;
    request.limits.cpu = std::chrono::milliseconds{in.number_to(hour)};
    std::size_t one = 1; // nothing is inside yet
    request.item = read(in, one, 0);
    if (!in.good() || in.left() != 0)
        return std::nullopt;
    return request;
}

} // namespace mailreeve::attachment
