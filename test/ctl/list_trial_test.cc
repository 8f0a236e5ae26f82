#include "ctl/list_trial.hh"

#include "test/support/fake_clock.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/gateway.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

using test::FakeClock;
using test::FakeResolver;

namespace {

constexpr const char* v6_unlisted =
    "1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.example";

Remark tried(const FakeResolver& resolver, std::vector<rbl::Subject> ask)
{
    const FakeClock clock;
    const auto list = std::make_shared<const rbl::List>(
        test::deny_list("bl.example", std::move(ask)));
    return ListTrial{{resolver, clock}, list}.remark(clock.now());
}

Remark tried(const FakeResolver& resolver)
{
    return tried(resolver, {rbl::Subject::Client});
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a list that has its test entries is well")
    {
        FakeResolver resolver;
        resolver.with("2.0.0.127.bl.example", {"127.0.0.2"});
        CHECK(tried(resolver) ==
              Remark{Grade::Ok, "list bl.example",
                     "127.0.0.2 listed 127.0.0.2 (RBL_TEST_HIT 4.00), 0 ms; 127.0.0.1 "
                     "not listed, 0 ms; ::FFFF:7F00:2 not listed, 0 ms; "
                     "::FFFF:7F00:1 not listed, 0 ms",
                     ""});
    }

    TEST_CASE("a list without its test entry may be dead")
    {
        const auto remark = tried(FakeResolver{});
        CHECK(remark.grade == Grade::Warning);
        CHECK(remark.hint == "its test entry is missing: is it still alive?");
    }

    TEST_CASE("a list that lists the world is an error")
    {
        for (const char* name : {"1.0.0.127.bl.example", v6_unlisted}) {
            FakeResolver resolver;
            resolver.with("2.0.0.127.bl.example", {"127.0.0.2"})
                .with(name, {"127.0.0.2"});
            CHECK(tried(resolver).grade == Grade::Error);
        }
    }

    TEST_CASE("a list that cannot be used is told with what to do, and is no error")
    {
        for (const char* answer : {"127.255.255.254", "203.0.113.80", "127.0.0.99"}) {
            CAPTURE(answer);
            FakeResolver resolver;
            resolver.with("2.0.0.127.bl.example", {answer});
            const auto remark = tried(resolver);
            CHECK(remark.grade == Grade::Warning);
            CHECK(remark.hint.starts_with("bl.example "));
        }
        const auto silent = tried(FakeResolver{}.failing("2.0.0.127.bl.example"));
        CHECK(silent.grade == Grade::Warning);
        CHECK(silent.text.starts_with("127.0.0.2 no-answer, 0 ms;"));
    }

    TEST_CASE("a list of names has test entries of its own")
    {
        FakeResolver resolver;
        resolver.with("test.bl.example", {"127.0.0.2"});
        CHECK(tried(resolver, {rbl::Subject::Helo}).grade == Grade::Ok);
        FakeResolver world;
        world.with("test.bl.example", {"127.0.0.2"})
            .with("invalid.bl.example", {"127.0.0.2"});
        CHECK(tried(world, {rbl::Subject::Helo}).grade == Grade::Error);
    }
}

} // namespace mailreeve::ctl
