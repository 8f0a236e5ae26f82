// A reader of our own for the few elements in front of the content. libcrypto would
// parse all certificates as well, copy the content more than once, and refuse what
// readers that decode as they go show all the same.
#include "mailreeve/crypto/cms.hh"

#include <optional>
#include <utility>

namespace mailreeve::crypto {

namespace {

using namespace std::literals;

// Identifier octets (X.690 8.1.2).
constexpr unsigned char end_of_contents = 0x00;
constexpr unsigned char octets = 0x04;
constexpr unsigned char octets_in_pieces = 0x24;
constexpr unsigned char object_identifier = 0x06;
constexpr unsigned char sequence = 0x30;
constexpr unsigned char content_tag = 0xa0; // [0] EXPLICIT

constexpr auto data_type = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"sv;
constexpr auto signed_type = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;
constexpr auto compressed_type = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"sv;

// Pieces of pieces of a string; those who write them have one level.
constexpr unsigned max_pieces_depth = 8;

struct Element {
    unsigned char tag = 0;
    bool indefinite = false;  // it lasts until the end of contents
    bool cut = false;         // it is told to be longer than what it is in
    std::string_view content; // of an indefinite one all that follows
};

// One element behind the other (X.690 8.1).
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    bool at_end() const { return rest_.empty(); }

    // Behind an indefinite one its first element is next. Nothing where there is none.
    std::optional<Element> next()
    {
        Element element;
        const auto tag = read_tag();
        const auto first = tag ? octet() : std::nullopt;
        if (!first)
            return std::nullopt;
        element.tag = *tag;
        element.indefinite = *first == 0x80;
        if (element.indefinite) {
            element.content = rest_;
            return is_constructed(element.tag) ? std::optional{element} : std::nullopt;
        }
        const auto size = read_length(*first);
        if (!size)
            return std::nullopt;
        element.cut = *size > rest_.size();
        element.content = rest_.substr(0, *size);
        rest_.remove_prefix(element.content.size());
        return element;
    }

    // Passes one element with all that is in it; false where its end is not there.
    bool skip()
    {
        std::size_t open = 0;
        do {
            const auto element = next();
            if (!element || element->cut)
                return false;
            if (element->indefinite)
                ++open;
            else if (element->tag == end_of_contents && open > 0)
                --open;
        } while (open > 0);
        return true;
    }

private:
    static bool is_constructed(unsigned char tag) { return (tag & 0x20U) != 0; }

    std::optional<unsigned char> octet()
    {
        if (rest_.empty())
            return std::nullopt;
        const auto value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }

    std::optional<unsigned char> read_tag()
    {
        const auto tag = octet();
        if (!tag || (*tag & 0x1fU) != 0x1fU)
            return tag;
        auto more = octet();
        while (more && (*more & 0x80U) != 0)
            more = octet();
        return more ? tag : std::nullopt;
    }

    // A length beyond what we can count is beyond what is there.
    std::optional<std::size_t> read_length(unsigned char first)
    {
        if (first < 0x80U)
            return first;
        if (first == 0xffU) // X.690 8.1.3.5 c
            return std::nullopt;
        std::size_t size = 0;
        for (unsigned left = first & 0x7fU; left > 0; --left) {
            const auto value = octet();
            if (!value)
                return std::nullopt;
            size = size > std::string_view::npos >> 8U ? std::string_view::npos
                                                       : size << 8U | *value;
        }
        return size;
    }

    std::string_view rest_;
};

// Puts a string together that was written in pieces.
class Pieces {
public:
    explicit Pieces(std::size_t max_bytes) : max_{max_bytes} {}

    // Of one level: until the end of contents, or all that `in` has.
    CmsReading read(Reader& in, bool indefinite, unsigned depth)
    {
        while (!in.at_end()) {
            const auto element = in.next();
            if (!element)
                return CmsReading::Broken;
            if (element->tag == end_of_contents)
                return indefinite ? CmsReading::Whole : CmsReading::Broken;
            const auto reading = add(in, *element, depth);
            if (reading != CmsReading::Whole)
                return reading;
        }
        return indefinite ? CmsReading::Broken : CmsReading::Whole;
    }

    std::string take() && { return std::move(joined_); }

private:
    CmsReading add(Reader& in, const Element& element, unsigned depth)
    {
        if (element.tag == octets) {
            const auto room = max_ - joined_.size();
            joined_ += element.content.substr(0, room);
            if (element.content.size() > room)
                return CmsReading::TooBig;
        } else if (element.tag != octets_in_pieces || depth == max_pieces_depth) {
            return CmsReading::Broken;
        } else {
            Reader inner{element.content};
            const auto reading =
                read(element.indefinite ? in : inner, element.indefinite, depth + 1);
            if (reading != CmsReading::Whole)
                return reading;
        }
        return element.cut ? CmsReading::Broken : CmsReading::Whole;
    }

    std::size_t max_;
    std::string joined_;
};

SignedContent in_one_piece(std::string_view bytes, bool cut, std::size_t max_bytes)
{
    const auto whole = cut ? CmsReading::Broken : CmsReading::Whole;
    return {bytes.size() > max_bytes ? CmsReading::TooBig : whole,
            bytes.substr(0, max_bytes),
            {}};
}

SignedContent in_pieces(const Element& string, std::size_t max_bytes)
{
    Pieces pieces{max_bytes};
    Reader in{string.content};
    auto reading = pieces.read(in, string.indefinite, 1);
    if (reading == CmsReading::Whole && string.cut)
        reading = CmsReading::Broken;
    return {reading, {}, std::move(pieces).take()};
}

SignedContent broken()
{
    return {CmsReading::Broken, {}, {}};
}

// RFC 5652 5.2. PKCS #7 allows other things than a string of octets, if the type is not
// data: catalogues of drivers are written so. All of it is content then.
SignedContent of_encapsulated(const Element& encapsulated, std::size_t max_bytes)
{
    Reader in{encapsulated.content};
    const auto type = in.next();
    if (!type || type->tag != object_identifier)
        return broken();
    if (type->content == signed_type || type->content == compressed_type)
        return {CmsReading::Unsupported, {}, {}};
    if (in.at_end() && !encapsulated.indefinite && !encapsulated.cut)
        return {CmsReading::Detached, {}, {}};
    const auto content = in.next();
    if (content && content->tag == end_of_contents && encapsulated.indefinite)
        return {CmsReading::Detached, {}, {}};
    if (!content || content->tag != content_tag)
        return broken();
    Reader inner{content->content};
    const auto string = inner.next();
    if (string && string->tag == octets)
        return in_one_piece(string->content, string->cut, max_bytes);
    if (string && string->tag == octets_in_pieces)
        return in_pieces(*string, max_bytes);
    return string && type->content != data_type
               ? in_one_piece(content->content, content->cut, max_bytes)
               : broken();
}

// RFC 5652 5.1: version, digest algorithms, the content, and what we need not see.
SignedContent of_signed(Reader in, std::size_t max_bytes)
{
    const auto content = in.next();
    if (!content || content->tag != content_tag)
        return broken();
    Reader inner{content->content};
    const auto body = inner.next();
    if (!body || body->tag != sequence)
        return broken();
    Reader fields{body->content};
    if (!fields.skip() || !fields.skip())
        return broken();
    const auto encapsulated = fields.next();
    return encapsulated && encapsulated->tag == sequence
               ? of_encapsulated(*encapsulated, max_bytes)
               : broken();
}

} // namespace

SignedContent signed_content(std::string_view bytes, std::size_t max_bytes)
{
    const auto outer = Reader{bytes}.next();
    if (!outer || outer->tag != sequence)
        return {};
    Reader in{outer->content};
    const auto type = in.next();
    if (!type || type->tag != object_identifier)
        return {};
    if (type->content == compressed_type)
        return {CmsReading::Unsupported, {}, {}};
    return type->content == signed_type ? of_signed(in, max_bytes) : SignedContent{};
}

} // namespace mailreeve::crypto
