#include "mailreeve/rbl/blocklists.hh"

#include "test/rbl/lists.hh"
#include "test/support/fake_clock.hh"
#include "test/support/ip.hh"
#include "test/support/slow_resolver.hh"

#include <doctest/doctest.h>

namespace mailreeve::rbl {

using test::FakeClock;
using test::ip;
using test::SlowResolver;

namespace {

constexpr auto at_once = test::long_past;

// A list, and clients that ask it one after the other.
struct Ground {
    FakeClock clock;
    SlowResolver resolver;
    std::vector<Trouble> told;
    Health health{clock, [this](const Trouble& trouble) { told.push_back(trouble); }};
    Lists lists = shared({simple_list("bl.example")});
    int clients = 0;

    Inquiry ask()
    {
        const Blocklists asking{kept(resolver), health, clock};
        return asking.ask(ip("192.0.2." + std::to_string(++clients)), lists).at(0);
    }
    std::string question(int client) const
    {
        return std::to_string(client) + ".2.0.192.bl.example";
    }
    std::string last() const { return question(clients); }
    // Past for the machine's clock, so that nothing waits.
    Deadline patient() const { return clock.now() + HealthLimits{}.overdue; }
    bool is_silent() { return health.zone("bl.example")->is_silent(); }

    // Falls silent by what each of five waiters met.
    void fall_silent()
    {
        for (int n = 0; n < 5; ++n)
            (void)ask().fact(patient());
        REQUIRE(is_silent());
    }
};

} // namespace

TEST_SUITE("rbl")
{
    TEST_CASE("a list that lets five wait in vain is not waited for any more")
    {
        Ground ground;
        for (int n = 0; n < 5; ++n) {
            CHECK_FALSE(ground.is_silent());
            CHECK(ground.ask().fact(ground.patient()).listing ==
                  Listing{Unusable::NoAnswer});
        }
        CHECK(ground.is_silent());
        REQUIRE(ground.told.size() == 1);
        CHECK(ground.told[0].why == Unusable::NotWaitedFor);

        const auto far = SystemClock{}.now() + std::chrono::hours{1};
        const auto probe = ground.ask();
        CHECK(probe.fact(far).listing == Listing{Unusable::NotWaitedFor}); // at once
        const auto asked = ground.resolver.asked().size();
        CHECK(ground.ask().fact(far).listing == Listing{Unusable::NotWaitedFor});
        CHECK(ground.resolver.asked().size() == asked); // one probe at a time
        ground.clock.advance(std::chrono::seconds{5});
        (void)ground.ask();
        CHECK(ground.resolver.asked().size() == asked + 1);
    }

    TEST_CASE("who hardly waits says nothing of the list")
    {
        Ground ground;
        for (int n = 0; n < 12; ++n)
            (void)ground.ask().fact(at_once);
        CHECK_FALSE(ground.is_silent());
    }

    TEST_CASE("the resolver's own failures count like those of the waiters, once")
    {
        Ground ground;
        for (int n = 0; n < 4; ++n) {
            const auto inquiry = ground.ask();
            (void)inquiry.fact(ground.patient());
            ground.resolver.fail(ground.last(), dns::Failure::Timeout);
            (void)inquiry.fact(ground.patient());
        }
        CHECK_FALSE(ground.is_silent());
        (void)ground.ask();
        ground.resolver.fail(ground.last(), dns::Failure::ServerFailure);
        CHECK(ground.is_silent());
    }

    TEST_CASE("failures that say nothing of the list do not count")
    {
        Ground ground;
        for (const auto failure : {dns::Failure::NoServers, dns::Failure::OverLimit,
                                   dns::Failure::BadName, dns::Failure::ShuttingDown,
                                   dns::Failure::NoServers, dns::Failure::NoServers}) {
            (void)ground.ask();
            ground.resolver.fail(ground.last(), failure);
        }
        CHECK_FALSE(ground.is_silent());
    }

    TEST_CASE("one answer in between begins the count anew")
    {
        Ground ground;
        for (int n = 0; n < 12; ++n) {
            const auto inquiry = ground.ask();
            if (n % 4 == 3)
                ground.resolver.answer(ground.last(), {});
            (void)inquiry.fact(ground.patient());
        }
        CHECK_FALSE(ground.is_silent());
    }

    TEST_CASE("many that wait at once are let go together")
    {
        Ground ground;
        std::vector<Inquiry> waiting;
        waiting.reserve(50);
        for (int n = 0; n < 50; ++n)
            waiting.push_back(ground.ask());
        ground.clock.advance(std::chrono::milliseconds{1600});
        CHECK(waiting[0].fact(at_once).listing == Listing{Unusable::NotWaitedFor});
        CHECK(ground.is_silent());
        const auto far = SystemClock{}.now() + std::chrono::hours{1};
        for (const auto& inquiry : waiting)
            CHECK(inquiry.fact(far).listing == Listing{Unusable::NotWaitedFor});
    }

    TEST_CASE("many that wait at once for a list that answers others are not let go")
    {
        Ground ground;
        std::vector<Inquiry> waiting;
        waiting.reserve(50);
        for (int n = 0; n < 50; ++n)
            waiting.push_back(ground.ask());
        ground.clock.advance(std::chrono::milliseconds{1600});
        ground.resolver.answer(ground.question(1), {});
        CHECK(waiting[0].fact(at_once).listing == Listing{NotListed{}});
        (void)waiting[1].fact(at_once);
        CHECK_FALSE(ground.is_silent());
    }

    TEST_CASE("a silent list is back with its first answer, late or to a probe")
    {
        SUBCASE("late")
        {
            Ground ground;
            ground.fall_silent();
            ground.resolver.answer(ground.question(2), {"127.0.0.2"});
            CHECK_FALSE(ground.is_silent());
            CHECK(ground.told.back().why == std::nullopt);
            CHECK(ground.told.back().sentence == "bl.example answers again");
        }
        SUBCASE("to a probe, which its own message uses if it has come in time")
        {
            Ground ground;
            ground.fall_silent();
            const auto probe = ground.ask();
            ground.resolver.answer(ground.last(), {"127.0.0.2"});
            CHECK(std::holds_alternative<Listed>(probe.fact(at_once).listing));
            CHECK_FALSE(ground.is_silent());
        }
        SUBCASE("not by a probe that fails")
        {
            Ground ground;
            ground.fall_silent();
            (void)ground.ask();
            ground.resolver.fail(ground.last(), dns::Failure::Timeout);
            CHECK(ground.is_silent());
        }
    }

    TEST_CASE("a list that comes and goes is told of once a minute")
    {
        Ground ground;
        for (int n = 0; n < 3; ++n) {
            ground.fall_silent();
            ground.resolver.answer(ground.last(), {});
            ground.clock.advance(std::chrono::seconds{6});
        }
        CHECK(ground.told.size() == 2);
    }

    TEST_CASE("each list has a health of its own")
    {
        Ground ground;
        ground.fall_silent();
        CHECK_FALSE(ground.health.zone("other.example")->is_silent());
    }
}

} // namespace mailreeve::rbl
