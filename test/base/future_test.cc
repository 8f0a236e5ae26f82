#include "mailreeve/base/future.hh"

#include <doctest/doctest.h>

#include <string>
#include <thread>

namespace mailreeve {

TEST_SUITE("base")
{
    TEST_CASE("a future that was made ready has its value at once")
    {
        const auto future = Future<int>::ready(7);
        CHECK(future.is_ready());
        CHECK(*future.wait_until(Deadline{}) == 7);
    }

    TEST_CASE("waiting ends at the deadline without a value")
    {
        const Promise<int> promise;
        CHECK(promise.future().wait_until(Deadline{}) == nullptr);
        CHECK_FALSE(promise.future().is_ready());
    }

    TEST_CASE("a value set on another thread wakes the one that waits")
    {
        const Promise<std::string> promise;
        const std::jthread setter{[&] { promise.set("here"); }};
        const auto* value =
            promise.future().wait_until(SystemClock{}.now() + std::chrono::minutes{1});
        REQUIRE(value != nullptr);
        CHECK(*value == "here");
    }

    TEST_CASE("followers are called once, before or after the value came")
    {
        const Promise<int> promise;
        int sum = 0;
        promise.future().then([&](int value) { sum += value; });
        CHECK(sum == 0);
        promise.set(3);
        promise.future().then([&](int value) { sum += 10 * value; });
        CHECK(sum == 33);
    }

    TEST_CASE("the first value counts")
    {
        const Promise<int> promise;
        promise.set(1);
        promise.set(2);
        CHECK(*promise.future().peek() == 1);
    }
}

} // namespace mailreeve
