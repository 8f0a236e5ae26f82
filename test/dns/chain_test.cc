#include "mailreeve/dns/chain.hh"

#include "test/support/dns_message.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

using namespace test;

namespace {

std::string wire(std::string_view name)
{
    return to_wire(name).value();
}

Record address(std::string_view owner, std::string_view value, std::uint32_t ttl = 300)
{
    return {wire(owner), Type::A, ttl, ip(value)};
}

Record alias(std::string_view owner, std::string_view target, std::uint32_t ttl = 300)
{
    return {wire(owner), Type::Cname, ttl, wire(target)};
}

Reply reply_with(std::vector<Record> answers, Rcode rcode = Rcode::NoError)
{
    Reply reply;
    reply.rcode = rcode;
    reply.answers = std::move(answers);
    return reply;
}

Chain chain(const Reply& reply, int before = 0)
{
    return follow(reply, Question::parse("a.example", Type::A).value(), before);
}

// a.example -> c1.example -> ... -> c<links>.example
std::vector<Record> aliases(int links)
{
    std::vector<Record> chain;
    std::string owner = "a.example";
    for (int i = 1; i <= links; ++i) {
        auto target = "c" + std::to_string(i) + ".example";
        chain.push_back(alias(owner, target));
        owner = target;
    }
    return chain;
}

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("a chain's records are those at its end, its TTL is the least of all")
    {
        const auto found = chain(reply_with({address("c.example", "192.0.2.8", 50),
                                             alias("b.example", "c.example", 70),
                                             alias("a.example", "b.example", 40),
                                             address("c.example", "192.0.2.7", 60)}));
        CHECK(found.end == Chain::End::Records);
        CHECK(found.values.size() == 2);
        CHECK(found.cnames == 2);
        CHECK(found.ttl == 40);
        CHECK(found.last == wire("c.example"));
    }

    TEST_CASE("records that do not belong to the chain are not used")
    {
        const auto none = chain(reply_with({address("b.example", "192.0.2.8"),
                                            alias("x.example", "y.example"),
                                            address("www.a.example", "192.0.2.9")}));
        CHECK(none.end == Chain::End::Absent);
        CHECK(none.values.empty());
        CHECK(none.cnames == 0);
        CHECK(none.ttl == greatest_ttl);
    }

    TEST_CASE(
        "a chain that ends in nothing goes on elsewhere, unless the zone has spoken")
    {
        auto reply = reply_with(aliases(1));
        CHECK(chain(reply).end == Chain::End::Onward);
        CHECK(chain(reply).last == wire("c1.example"));

        reply.rcode = Rcode::NxDomain;
        CHECK(chain(reply).end == Chain::End::Absent);

        reply.rcode = Rcode::NoError;
        reply.authority = Authority{wire("other.example"), 60, 60};
        CHECK(chain(reply).end == Chain::End::Onward);
        reply.authority->zone = wire("example");
        CHECK(chain(reply).end == Chain::End::Absent);
    }

    TEST_CASE("eight CNAMEs are followed, the ninth is one too many")
    {
        auto eight = aliases(8);
        eight.push_back(address("c8.example", "192.0.2.7"));
        CHECK(chain(reply_with(eight)).end == Chain::End::Records);
        CHECK(chain(reply_with(eight), 1).end == Chain::End::TooLong);
        CHECK(chain(reply_with(aliases(9))).end == Chain::End::TooLong);
        CHECK(chain(reply_with(aliases(900))).end == Chain::End::TooLong);
    }

    TEST_CASE("a loop is a chain that is too long")
    {
        CHECK(chain(reply_with({alias("a.example", "a.example")})).end ==
              Chain::End::TooLong);
        CHECK(chain(reply_with({alias("a.example", "b.example"),
                                alias("b.example", "a.example")}))
                  .end == Chain::End::TooLong);
    }

    TEST_CASE("records under a name that is said not to exist are nonsense")
    {
        CHECK(chain(reply_with({address("a.example", "192.0.2.7")}, Rcode::NxDomain))
                  .end == Chain::End::Nonsense);
    }

    TEST_CASE("of 500 records 64 are kept")
    {
        std::vector<Record> many;
        for (int i = 0; i < 500; ++i)
            many.push_back(address("a.example", "192.0.2." + std::to_string(i % 250)));
        CHECK(chain(reply_with(many)).values.size() == max_records);
    }

    TEST_CASE("TTLs are held between a second and a day")
    {
        using std::chrono::seconds;
        CHECK(clamped_ttl(0) == seconds{1});
        CHECK(clamped_ttl(1) == seconds{1});
        CHECK(clamped_ttl(300) == seconds{300});
        CHECK(clamped_ttl(86'401) == seconds{86'400});
        CHECK(clamped_ttl(0x7fff'ffff) == seconds{86'400});
        CHECK(clamped_ttl(0x8000'0000) == seconds{1}); // RFC 2181: 0
        CHECK(clamped_ttl(0xffff'ffff) == seconds{1});
    }

    TEST_CASE(
        "an absence lasts as long as the SOA says, and a quarter of an hour at most")
    {
        struct Case {
            const char* zone;
            std::uint32_t ttl;
            std::uint32_t minimum;
            int expected;
        };
        const Case cases[] = {
            {"example", 600, 300, 300},
            {"example", 200, 300, 200},
            {".", 60, 90, 60},
            {"a.example", 60, 90, 60},
            {"example", 86400, 86400, 900},
            {"example", 0, 300, 0},
            {"example", 0x8000'0000, 9, 0},
            {"other.example", 60, 60, 0},
        };
        for (const auto& c : cases) {
            CAPTURE(c.zone);
            CAPTURE(c.ttl);
            Reply reply;
            reply.authority = Authority{wire(c.zone), c.ttl, c.minimum};
            CHECK(absence_ttl(reply, wire("a.example")) ==
                  std::chrono::seconds{c.expected});
        }
        CHECK(absence_ttl(Reply{}, wire("a.example")) == std::chrono::seconds{0});
    }
}

} // namespace mailreeve::dns
