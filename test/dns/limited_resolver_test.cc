#include "mailreeve/dns/limited_resolver.hh"

#include "test/dns/asking.hh"
#include "test/support/fake_resolver.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

using test::FakeResolver;
using test::ip;

TEST_SUITE("dns")
{
    TEST_CASE("questions within the limit are asked, the others fail at once")
    {
        FakeResolver all;
        all.with("mail.example", {"192.0.2.7"})
            .with_names("192.0.2.7", {"mail.example"})
            .with_texts("mail.example", {"text"});
        const auto limited = LimitedResolver::make(all, 3);
        const auto& resolver = *limited;
        CHECK(answer(resolver.addresses("mail.example", net::Family::V4)).outcome ==
              Outcome::Found);
        CHECK(answer(resolver.names(ip("192.0.2.7"))).outcome == Outcome::Found);
        CHECK(answer(resolver.texts("mail.example")).outcome == Outcome::Found);
        CHECK(resolver.refused() == 0);

        CHECK(answer(resolver.addresses("mail.example", net::Family::V4)).failure ==
              Failure::OverLimit);
        CHECK(answer(resolver.names(ip("192.0.2.7"))).failure == Failure::OverLimit);
        CHECK(answer(resolver.texts("mail.example")).failure == Failure::OverLimit);
        CHECK(all.asked().size() == 3);
        CHECK(resolver.refused() == 3);
    }

    TEST_CASE("it lives until its last answer has come")
    {
        class Late final : public Resolver {
        public:
            Future<AddressAnswer> addresses(const std::string&,
                                            net::Family) const override
            {
                return late.future();
            }
            Future<NameAnswer> names(const net::IpAddress&) const override
            {
                return Promise<NameAnswer>{}.future();
            }
            Future<TextAnswer> texts(const std::string&) const override
            {
                return Promise<TextAnswer>{}.future();
            }
            Future<NameAnswer> exchangers(const std::string&) const override
            {
                return Promise<NameAnswer>{}.future();
            }
            Promise<AddressAnswer> late;
        };
        const Late all;
        auto limited = LimitedResolver::make(all, 3);
        const std::weak_ptr<const LimitedResolver> watched = limited;
        bool was_there = false;
        limited->addresses("mail.example", net::Family::V4)
            .then([&](const AddressAnswer&) { was_there = !watched.expired(); });
        limited.reset();
        CHECK_FALSE(watched.expired());
        all.late.set({});
        CHECK(was_there);
        CHECK(watched.expired());
    }
}

} // namespace mailreeve::dns
