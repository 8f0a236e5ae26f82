#include "mailreeve/dns/cache.hh"

#include "test/support/fake_clock.hh"
#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

using test::FakeClock;
using test::ip;

namespace {

Question about(const std::string& name, Type type = Type::A)
{
    return Question::parse(name, type).value();
}

AddressAnswer found(const char* address)
{
    return {Outcome::Found, Failure::None, {ip(address)}, std::chrono::seconds{99}};
}

constexpr std::chrono::seconds minute{60};

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("the cache answers with the seconds that are left, until there are none")
    {
        FakeClock clock;
        Cache cache{10'000, clock};
        cache.put(about("mail.example"), found("192.0.2.7"), minute);
        CHECK(cache.find<AddressAnswer>(about("MAIL.example"))->ttl == minute);
        clock.advance(std::chrono::milliseconds{59'001});
        CHECK(cache.find<AddressAnswer>(about("mail.example"))->ttl ==
              std::chrono::seconds{1});
        clock.advance(std::chrono::milliseconds{999});
        CHECK_FALSE(cache.find<AddressAnswer>(about("mail.example")));
        CHECK(cache.size() == 0);
        CHECK(cache.bytes() == 0);
    }

    TEST_CASE("another name and another type are not in the cache")
    {
        const FakeClock clock;
        Cache cache{10'000, clock};
        cache.put(about("mail.example"), found("192.0.2.7"), minute);
        CHECK_FALSE(cache.find<AddressAnswer>(about("www.example")));
        CHECK_FALSE(cache.find<AddressAnswer>(about("mail.example", Type::Aaaa)));
        CHECK_FALSE(cache.find<TextAnswer>(about("mail.example", Type::Txt)));
    }

    TEST_CASE("a newer answer takes the place of the older one")
    {
        const FakeClock clock;
        Cache cache{10'000, clock};
        cache.put(about("mail.example"), found("192.0.2.7"), minute);
        cache.put(about("mail.example"), found("192.0.2.8"), minute);
        CHECK(cache.size() == 1);
        CHECK(cache.find<AddressAnswer>(about("mail.example"))->records ==
              std::vector{ip("192.0.2.8")});
    }

    TEST_CASE("what lives no second is not kept")
    {
        const FakeClock clock;
        Cache cache{10'000, clock};
        cache.put(about("mail.example"), found("192.0.2.7"), std::chrono::seconds{0});
        CHECK(cache.size() == 0);
    }

    TEST_CASE("many names stay within the bound, and the least used go first")
    {
        const FakeClock clock;
        constexpr std::size_t bound = 100'000;
        Cache cache{bound, clock};
        cache.put(about("used.example"), found("192.0.2.7"), minute);
        for (int i = 0; i < 100'000; ++i) {
            cache.put(about("n" + std::to_string(i) + ".example"), found("192.0.2.8"),
                      minute);
            if (i % 50 == 0)
                cache.find<AddressAnswer>(about("used.example"));
        }
        CHECK(cache.bytes() <= bound);
        CHECK(cache.size() > 100);
        CHECK(cache.find<AddressAnswer>(about("used.example")));
        CHECK(cache.find<AddressAnswer>(about("n99999.example")));
        CHECK_FALSE(cache.find<AddressAnswer>(about("n0.example")));
    }

    TEST_CASE("an answer's records count")
    {
        const FakeClock clock;
        Cache cache{10'000'000, clock};
        cache.put(about("small.example"), found("192.0.2.7"), minute);
        const auto small = cache.bytes();
        const TextAnswer large{Outcome::Found,
                               Failure::None,
                               std::vector<std::string>(64, std::string(1000, 'x')),
                               {}};
        cache.put(about("large.example", Type::Txt), large, minute);
        CHECK(cache.bytes() - small > 64 * 1000);
    }

    TEST_CASE("what is larger than the whole cache is not kept")
    {
        const FakeClock clock;
        Cache cache{1'000, clock};
        const TextAnswer large{
            Outcome::Found, Failure::None, {std::string(2'000, 'x')}, {}};
        cache.put(about("large.example", Type::Txt), large, minute);
        CHECK(cache.size() == 0);
    }

    TEST_CASE("failures are forgotten together, and nothing else is")
    {
        const FakeClock clock;
        Cache cache{10'000, clock};
        const AddressAnswer failed{Outcome::Failed, Failure::Timeout, {}, {}};
        cache.put(about("good.example"), found("192.0.2.7"), minute);
        cache.put(about("bad.example"), failed, minute);
        CHECK(cache.find<AddressAnswer>(about("bad.example")) == failed);
        cache.forget_failures();
        CHECK_FALSE(cache.find<AddressAnswer>(about("bad.example")));
        CHECK(cache.find<AddressAnswer>(about("good.example")));
        cache.put(about("bad.example"), failed, minute);
        CHECK(cache.find<AddressAnswer>(about("bad.example")) == failed);
    }
}

} // namespace mailreeve::dns
