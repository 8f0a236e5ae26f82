#include "mailreeve/dns/reply.hh"

#include "test/support/dns_message.hh"

#include <doctest/doctest.h>

#include <functional>
#include <set>

namespace mailreeve::dns {

using namespace test;

namespace {

Query query_for(const char* name, Type type)
{
    return {
        Question::parse(name, type).value(), {0x4711, {0x5a5aU, 0, 0, 0}}, Edns::Yes};
}

Reply read(const WireMessage& message, const Query& query)
{
    return std::get<Reply>(decode_reply(message.encode(), query));
}

std::optional<Unread> unread(const Octets& wire, const Query& query)
{
    const auto decoded = decode_reply(wire, query);
    const auto* why = std::get_if<Unread>(&decoded);
    return why == nullptr ? std::nullopt : std::optional{*why};
}

std::string text(const Record& record)
{
    return std::get<std::string>(record.value);
}

} // namespace

TEST_SUITE("dns")
{
    using namespace std::string_literals;

    TEST_CASE("records of the type asked for are read")
    {
        const auto query = query_for("mail.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.answers = {address_record("Mail.Example", "192.0.2.7", 60),
                           address_record("mail.example", "192.0.2.8")};
        const auto reply = read(message, query);
        REQUIRE(reply.answers.size() == 2);
        CHECK(reply.answers[0].owner == "\4mail\7example\0"s);
        CHECK(reply.answers[0].ttl == 60);
        CHECK(std::get<net::IpAddress>(reply.answers[0].value) == ip("192.0.2.7"));
        CHECK(std::get<net::IpAddress>(reply.answers[1].value) == ip("192.0.2.8"));
        CHECK_FALSE(reply.authority);
        CHECK_FALSE(reply.referral);
    }

    TEST_CASE("names of hosts keep their case, and their strange bytes escaped")
    {
        const auto query = query_for("7.2.0.192.in-addr.arpa", Type::Ptr);
        auto message = WireMessage::replying_to(query);
        message.answers = {
            name_record("7.2.0.192.in-addr.arpa", Type::Ptr, "Mail.Example"),
            name_record("7.2.0.192.in-addr.arpa", Type::Ptr, R"(a\.b\000\010\255.x)")};
        const auto reply = read(message, query);
        CHECK(text(reply.answers.at(0)) == "Mail.Example");
        CHECK(text(reply.answers.at(1)) == R"(a\046b\000\010\255.x)");
    }

    TEST_CASE("the strings of a text are joined, whatever their bytes")
    {
        const auto query = query_for("t.example", Type::Txt);
        auto message = WireMessage::replying_to(query);
        message.answers = {text_record("t.example", {"Listed, ", "see\0\n\377"s, ""})};
        CHECK(text(read(message, query).answers.at(0)) == "Listed, see\0\n\377"s);
    }

    TEST_CASE("compressed names are read")
    {
        const auto query = query_for("a.example", Type::Cname);
        auto message = WireMessage::replying_to(query);
        WireRecord record{
            {0xc0, 12}, 5, 60, {1, 'B', 0xc0, 14}}; // a.example, B.example
        message.answers = {record};
        const auto reply = read(message, query);
        CHECK(reply.answers.at(0).owner == "\1a\7example\0"s);
        CHECK(text(reply.answers.at(0)) == "\1b\7example\0"s);
    }

    TEST_CASE("a message that does not answer the query is foreign")
    {
        const auto query = query_for("mail.example", Type::A);
        struct Case {
            const char* name;
            std::function<void(Octets&)> spoil;
        };
        const Case cases[] = {
            {"empty", [](Octets& wire) { wire.clear(); }},
            {"header alone", [](Octets& wire) { wire.resize(12); }},
            {"cut within the question", [](Octets& wire) { wire.resize(20); }},
            {"another id", [](Octets& wire) { wire[1] ^= 1U; }},
            {"a query", [](Octets& wire) { wire[2] &= 0x7fU; }},
            {"an update", [](Octets& wire) { wire[2] |= 5U << 3U; }},
            {"no question counted", [](Octets& wire) { wire[5] = 0; }},
            {"two questions counted", [](Octets& wire) { wire[5] = 2; }},
            {"another name", [](Octets& wire) { wire[14] ^= 1U; }},
            {"the case of one letter", [](Octets& wire) { wire[14] ^= 0x20U; }},
            {"another type", [](Octets& wire) { wire[12 + 14 + 1] = 28; }},
            {"another class", [](Octets& wire) { wire[12 + 14 + 3] = 3; }},
        };
        auto message = WireMessage::replying_to(query);
        message.answers = {address_record("mail.example", "192.0.2.7")};
        REQUIRE_FALSE(unread(message.encode(), query));
        for (const auto& c : cases) {
            CAPTURE(c.name);
            auto wire = message.encode();
            c.spoil(wire);
            CHECK(unread(wire, query) == Unread::Foreign);
        }
    }

    TEST_CASE("an answer that cannot be read is malformed")
    {
        const auto query = query_for("m.example", Type::A);
        const auto a = [](Octets content) {
            return WireRecord{wire_name("m.example"), 1, 60, std::move(content)};
        };
        const auto cname = [](Octets target) {
            return WireRecord{wire_name("m.example"), 5, 60, std::move(target)};
        };
        struct Case {
            const char* name = nullptr;
            WireRecord record;
        };
        const Case cases[] = {
            {"an address of 3 octets", a({1, 2, 3})},
            {"an address of 5 octets", a({1, 2, 3, 4, 5})},
            {"no address", a({})},
            {"an owner that points at itself", {{0xc0, 27}, 1, 60, {1, 2, 3, 4}}},
            {"an owner that points forward", {{0xc0, 29}, 1, 60, {1, 2, 3, 4}}},
            {"an owner that points outside", {{0xff, 0xff}, 1, 60, {1, 2, 3, 4}}},
            {"a label of 64 octets", {{64}, 1, 60, {1, 2, 3, 4}}},
            {"a label type of old", {{0x80, 1, 0}, 1, 60, {1, 2, 3, 4}}},
            {"an empty CNAME", cname({})},
            {"octets behind a CNAME", cname({1, 'a', 0, 0})},
            {"a CNAME that does not end", cname({3, 'a', 'b'})},
            {"a CNAME in a loop", cname({0xc0, 48})},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            auto message = WireMessage::replying_to(query);
            message.answers = {c.record};
            CHECK(unread(message.encode(), query) == Unread::Malformed);
        }
    }

    TEST_CASE("lengths and counts that lie are malformed")
    {
        const auto query = query_for("m.example", Type::Txt);
        auto message = WireMessage::replying_to(query);
        message.answers = {text_record("m.example", {"abc"})};
        auto wire = message.encode();
        SUBCASE("more answers than there are")
        {
            wire[7] = 2;
        }
        SUBCASE("authority that is not there")
        {
            wire[9] = 1;
        }
        SUBCASE("65,535 additional records")
        {
            wire[10] = wire[11] = 0xff;
        }
        SUBCASE("a record longer than the message")
        {
            wire[wire.size() - 5] = 9;
        }
        SUBCASE("a record shorter than its string")
        {
            wire[wire.size() - 5] = 3;
        }
        SUBCASE("a string longer than its record")
        {
            wire[wire.size() - 4] = 200;
        }
        SUBCASE("cut in the record")
        {
            wire.pop_back();
        }
        CHECK(unread(wire, query) == Unread::Malformed);
    }

    TEST_CASE("an exchanger is a preference and a name, and nothing else")
    {
        const auto query = query_for("example.net", Type::Mx);
        const auto contents = {Octets{0, 10},
                               Octets{0},
                               Octets{},
                               Octets{0, 10, 0, 0},
                               Octets{0, 10, 2, 'm'},
                               Octets{0, 10, 0xc0, 0xff}};
        for (const auto& content : contents) {
            auto message = WireMessage::replying_to(query);
            message.answers = {{wire_name("example.net"), 15, 60, content}};
            CHECK(unread(message.encode(), query) == Unread::Malformed);
        }
        auto message = WireMessage::replying_to(query);
        message.answers = {{wire_name("example.net"), 15, 60, {0, 10, 0}}};
        CHECK(text(read(message, query).answers.at(0)) == ".");
    }

    TEST_CASE("every cut of a good answer is foreign or malformed, none is read")
    {
        const auto query = query_for("mail.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.answers = {name_record("mail.example", Type::Cname, "x.example"),
                           address_record("x.example", "192.0.2.7")};
        message.authority = {soa_record("example", 60, 60)};
        const auto whole = message.encode();
        for (std::size_t size = 0; size < whole.size(); ++size) {
            CAPTURE(size);
            CHECK(unread({whole.begin(), whole.begin() + static_cast<long>(size)},
                         query));
        }
        CHECK_FALSE(unread(whole, query));
    }

    TEST_CASE("a long chain of pointers is not followed")
    {
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        // Pointers each to the one before, in a record that is not for us.
        WireRecord pointers{wire_name("x"), 99, 60, {0xc0, 12}};
        std::size_t at = 12 + 11 + 4 + 3 + 10;
        for (int i = 0; i < 40; ++i, at += 2)
            append16(pointers.content, static_cast<std::uint32_t>(0xc000U | at));
        message.answers = {pointers};
        REQUIRE_FALSE(unread(message.encode(), query));
        WireRecord deep{{}, 1, 60, {1, 2, 3, 4}};
        append16(deep.owner, static_cast<std::uint32_t>(0xc000U | at));
        message.answers.push_back(deep);
        CHECK(unread(message.encode(), query) == Unread::Malformed);
    }

    TEST_CASE("a signed reply is malformed, in whatever section its TSIG stands")
    {
        const auto query = query_for("m.example", Type::A);
        const WireRecord tsig{wire_name("key"), 250, 0, Octets(16), 255};
        auto message = WireMessage::replying_to(query);
        SUBCASE("additional")
        {
            message.additional = {tsig};
        }
        SUBCASE("twice")
        {
            message.additional = {tsig, tsig};
        }
        SUBCASE("answer")
        {
            message.answers = {tsig};
        }
        SUBCASE("authority")
        {
            message.authority = {tsig};
        }
        CHECK(unread(message.encode(), query) == Unread::Malformed);
    }

    TEST_CASE("records of other types and classes are passed over")
    {
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        auto chaos = address_record("m.example", "192.0.2.9");
        chaos.klass = 3;
        message.answers = {chaos,
                           text_record("m.example", {"x"}),
                           {wire_name("m.example"), 46, 60, Octets(40)}};
        CHECK(read(message, query).answers.empty());
    }

    TEST_CASE("codes are told, extended ones too")
    {
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.flags |= 3U;
        CHECK(read(message, query).rcode == Rcode::NxDomain);
        message.flags = 0x8180;
        message.additional = {{{0}, 41, 0x0100'0000, {}, 1232}};
        CHECK(read(message, query).rcode == Rcode::BadVers);
        message.additional.push_back(message.additional.front());
        CHECK(unread(message.encode(), query) == Unread::Malformed);
    }

    TEST_CASE("a truncated reply is told as such, and its records are not used")
    {
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.flags |= 0x0200U;
        message.answers = {address_record("m.example", "192.0.2.7")};
        CHECK(read(message, query).truncated);
        CHECK(read(message, query).answers.empty());
    }

    TEST_CASE("the SOA of an absence is read; name servers without one are a referral")
    {
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.authority = {name_record("example", Type::Ns, "ns.example")};
        CHECK(read(message, query).referral);
        message.authority.push_back(soa_record("Example", 600, 300));
        const auto reply = read(message, query);
        CHECK_FALSE(reply.referral);
        REQUIRE(reply.authority);
        CHECK(reply.authority->zone == "\7example\0"s);
        CHECK(reply.authority->ttl == 600);
        CHECK(reply.authority->minimum == 300);
    }

    TEST_CASE("a thousand answers are read, more are refused")
    {
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.answers.assign(1000, WireRecord{{0xc0, 12}, 1, 60, {192, 0, 2, 7}});
        CHECK(read(message, query).answers.size() == 1000);
        message.answers.push_back(message.answers.front());
        CHECK(unread(message.encode(), query) == Unread::Malformed);
    }

    TEST_CASE("the order and number of packets never change what is accepted")
    {
        // Every single-octet change of a good reply is either foreign, malformed or
        // about the same question.
        const auto query = query_for("m.example", Type::A);
        auto message = WireMessage::replying_to(query);
        message.answers = {name_record("m.example", Type::Cname, "x.example"),
                           address_record("x.example", "192.0.2.7")};
        const auto good = message.encode();
        for (std::size_t at = 0; at < good.size(); ++at)
            for (unsigned bit = 0; bit < 8; ++bit) {
                auto changed = good;
                changed[at] ^= static_cast<std::uint8_t>(1U << bit);
                const bool in_what_is_compared = at < 2 || (at >= 12 && at < 27);
                if (in_what_is_compared)
                    CHECK(unread(changed, query) == Unread::Foreign);
                else
                    static_cast<void>(decode_reply(changed, query));
            }
    }
}

} // namespace mailreeve::dns
