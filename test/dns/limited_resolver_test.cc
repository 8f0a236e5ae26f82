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
        const LimitedResolver resolver{all, 3};
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
}

} // namespace mailreeve::dns
