#include "mailreeve/dns/reply.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/c_ptr.hh"
#include "mailreeve/dns/name.hh"
#include "mailreeve/dns/record_scan.hh"

#include <ldns/ldns.h>

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

using Message = std::span<const std::uint8_t>;
using RecordHandle = CPtr<ldns_rr, ldns_rr_free>;

constexpr std::size_t header_size = 12;
constexpr unsigned max_answers = 1000; // 500 PTR records fit; 64 KiB could hold 5,900

// Not in Type: we never ask for these.
constexpr std::uint16_t type_opt = 41;
constexpr std::uint16_t type_tsig = 250;
constexpr std::uint16_t class_in = 1;

bool answers(Message wire, const Query& query)
{
    constexpr std::uint8_t qr_and_opcode = 0xf8;
    constexpr std::uint8_t standard_response = 0x80;
    const auto question = query.question();
    return wire.size() >= header_size + question.size() &&
           read16(wire, 0) == query.id() &&
           (wire[2] & qr_and_opcode) == standard_response && read16(wire, 4) == 1 &&
           std::ranges::equal(wire.subspan(header_size, question.size()), question);
}

std::string_view octets_of(const ldns_rdf* field)
{
    return {static_cast<const char*>(static_cast<const void*>(ldns_rdf_data(field))),
            ldns_rdf_size(field)};
}

std::string joined_strings(const ldns_rr* record)
{
    std::string text;
    for (std::size_t i = 0; i < ldns_rr_rd_count(record); ++i)
        text += octets_of(ldns_rr_rdf(record, i)).substr(1); // without its length
    return text;
}

net::IpAddress address_in(std::string_view octets)
{
    if (octets.size() == 4) {
        std::array<std::uint8_t, 4> v4{};
        std::ranges::copy(octets, v4.begin());
        return net::IpAddress::v4(v4);
    }
    std::array<std::uint8_t, 16> v6{};
    std::ranges::copy(octets, v6.begin());
    return net::IpAddress::v6(v6);
}

std::variant<net::IpAddress, std::string> value_of(const ldns_rr* record, Type type)
{
    if (type == Type::Txt)
        return joined_strings(record);
    if (type == Type::Mx)
        return to_text(octets_of(ldns_rr_rdf(record, 1)));
    const auto octets = octets_of(ldns_rr_rdf(record, 0));
    if (type == Type::Cname)
        return ascii::lower(octets);
    if (type == Type::Ptr)
        return to_text(octets);
    return address_in(octets);
}

RecordHandle read(Message wire, const RecordPlace& place, ldns_pkt_section section)
{
    ldns_rr* record = nullptr;
    auto at = place.start;
    // The message ends for the codec where the record does.
    const auto status = ldns_wire2rr(&record, wire.data(), place.end, &at, section);
    return RecordHandle{status == LDNS_STATUS_OK ? record : nullptr};
}

// The three sections behind the question.
class Sections {
public:
    Sections(Message wire, Type type, std::size_t start)
        : wire_{wire}, type_{type}, scan_{wire, start}
    {
        reply_.rcode = static_cast<Rcode>(wire[3] & 0x0fU);
    }

    // Nothing when a record is not well formed, or there are too many.
    std::optional<Reply> read_all()
    {
        const auto answers = read16(wire_, 6);
        if (answers > max_answers)
            return std::nullopt;
        const bool sound = each(answers, &Sections::take_answer) &&
                           each(read16(wire_, 8), &Sections::take_authority) &&
                           each(read16(wire_, 10), &Sections::take_additional);
        if (!sound)
            return std::nullopt;
        // RFC 2308 2.2: name servers without an SOA are a referral, not an absence.
        reply_.referral = name_servers_ && !reply_.authority && reply_.answers.empty();
        return std::move(reply_);
    }

private:
    using Take = bool (Sections::*)(const RecordPlace&);

    bool each(unsigned count, Take take)
    {
        for (unsigned i = 0; i < count; ++i) {
            const auto place = scan_.next();
            // Two TSIG records leak in ldns (NLnetLabs/ldns#317); we never sign.
            if (!place || place->type == type_tsig || !(this->*take)(*place))
                return false;
        }
        return true;
    }

    bool take_answer(const RecordPlace& place)
    {
        const auto type = static_cast<Type>(place.type);
        if (place.klass != class_in || (type != type_ && type != Type::Cname))
            return true;
        const auto record = read(wire_, place, LDNS_SECTION_ANSWER);
        if (record == nullptr)
            return false;
        reply_.answers.push_back({ascii::lower(octets_of(ldns_rr_owner(record.get()))),
                                  type, place.ttl, value_of(record.get(), type)});
        return true;
    }

    bool take_authority(const RecordPlace& place)
    {
        if (place.klass == class_in && place.type == static_cast<unsigned>(Type::Ns))
            name_servers_ = true;
        if (place.klass != class_in || reply_.authority ||
            place.type != static_cast<unsigned>(Type::Soa))
            return true;
        const auto record = read(wire_, place, LDNS_SECTION_AUTHORITY);
        if (record == nullptr)
            return false;
        reply_.authority =
            Authority{ascii::lower(octets_of(ldns_rr_owner(record.get()))), place.ttl,
                      read32(wire_, place.end - 4)};
        return true;
    }

    bool take_additional(const RecordPlace& place)
    {
        if (place.type != type_opt)
            return true;
        const auto low = static_cast<unsigned>(reply_.rcode);
        reply_.rcode = static_cast<Rcode>((place.ttl >> 24U) << 4U | low);
        return !std::exchange(has_opt_, true); // RFC 6891 6.1.1: at most one
    }

    Message wire_;
    Type type_;
    RecordScan scan_;
    Reply reply_;
    bool name_servers_ = false;
    bool has_opt_ = false;
};

} // namespace

std::variant<Reply, Unread> decode_reply(Message wire, const Query& query)
{
    constexpr std::uint8_t tc = 0x02;
    if (!answers(wire, query))
        return Unread::Foreign;
    if ((wire[2] & tc) != 0) {
        Reply reply;
        reply.truncated = true;
        return reply;
    }
    Sections sections{wire, query.type(), header_size + query.question().size()};
    auto reply = sections.read_all();
    if (!reply)
        return Unread::Malformed;
    return std::move(*reply);
}

} // namespace mailreeve::dns
