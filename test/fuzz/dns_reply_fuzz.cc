// Replies from the network: what is accepted answers the query, and everything in it is
// well formed and bounded.
#include "mailreeve/dns/chain.hh"
#include "mailreeve/dns/name.hh"
#include "mailreeve/dns/reply.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>
#include <array>

namespace {

using namespace mailreeve;
using test::hold;

constexpr std::array types{dns::Type::A, dns::Type::Aaaa, dns::Type::Ptr,
                           dns::Type::Txt, dns::Type::Mx};

bool is_printable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

void check_value(const dns::Record& record)
{
    const auto* address = std::get_if<net::IpAddress>(&record.value);
    const auto* text = std::get_if<std::string>(&record.value);
    if (record.type == dns::Type::A)
        hold(address != nullptr && address->is_v4());
    else if (record.type == dns::Type::Aaaa)
        hold(address != nullptr);
    else if (record.type == dns::Type::Cname)
        hold(text != nullptr && dns::is_wire_name(*text));
    else if (record.type == dns::Type::Ptr || record.type == dns::Type::Mx)
        hold(text != nullptr && is_printable(*text) && dns::to_wire(*text).has_value());
    else
        hold(record.type == dns::Type::Txt && text != nullptr && text->size() < 65'536);
}

void check(const dns::Reply& reply, const dns::Question& question)
{
    hold(reply.answers.size() <= 1000);
    for (const auto& record : reply.answers) {
        hold(dns::is_wire_name(record.owner));
        hold(record.type == question.type() || record.type == dns::Type::Cname);
        check_value(record);
    }
    hold(!reply.authority || dns::is_wire_name(reply.authority->zone));
    hold(!reply.truncated || (reply.answers.empty() && !reply.authority));

    const auto chain = dns::follow(reply, question, 0);
    hold(dns::is_wire_name(chain.last));
    hold(chain.values.size() <= dns::max_records &&
         chain.cnames <= dns::max_cnames + 1);
    hold(chain.values.empty() == (chain.end != dns::Chain::End::Records &&
                                  chain.end != dns::Chain::End::Nonsense));
    hold(dns::absence_ttl(reply, chain.last) <= std::chrono::minutes{15});
}

} // namespace

// One octet for the type that was asked for, then the reply to a query whose id is
// 4711 (hexadecimal) and whose name is 7.2.0.192.bL.ExAmPlE.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto question =
        dns::Question::parse("7.2.0.192.bl.example", types[bytes[0] % types.size()])
            .value();
    const dns::Query query{question, {0x4711, {0x55'5400, 0, 0, 0}}, dns::Edns::Yes};
    const std::span reply{bytes + 1, size - 1};
    const auto decoded = dns::decode_reply(reply, query);
    if (const auto* accepted = std::get_if<dns::Reply>(&decoded)) {
        const auto sent = query.question();
        hold(reply.size() >= 12 + sent.size());
        hold(reply[0] == 0x47 && reply[1] == 0x11 && (reply[2] & 0x80U) != 0);
        hold(std::ranges::equal(reply.subspan(12, sent.size()), sent));
        check(*accepted, question);
    }
    return 0;
}
