#include "mailreeve/bounce/key_store.hh"

#include "test/support/keys.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace mailreeve::bounce {

using std::chrono::seconds;
using test::at;
using test::TemporaryDirectory;

namespace {

constexpr seconds verify_for{100};

using Ids = std::vector<std::string>;

Ids ids_of(const KeyRing& ring)
{
    Ids ids;
    for (const auto& info : ring.list())
        ids.push_back(info.id);
    return ids;
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a new key is told as it is loaded")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        const auto info = add_key(directory, at(1000), at(4600));
        CHECK(info.created == at(1000));
        CHECK(info.signs_from == at(4600));
        CHECK(KeyRing::load(directory)->list() == std::vector{info});
    }

    TEST_CASE("there is one first key, however many ask for it")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        std::atomic<int> made{0};
        std::vector<std::jthread> threads;
        for (int n = 0; n < 8; ++n)
            threads.emplace_back(
                [&] { made += add_first_key(directory, at(1000)) ? 1 : 0; });
        threads.clear();
        CHECK(made == 1);
        CHECK(KeyRing::load(directory)->keys().size() == 1);
    }

    TEST_CASE("a key goes when its successor has signed for longer than it may verify")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        const auto a = add_key(directory, at(0), at(1000)).id;
        const auto b = add_key(directory, at(0), at(2000)).id;
        const auto c = add_key(directory, at(0), at(9000)).id;
        const auto ring = KeyRing::load(directory);
        CHECK(retire(directory, *ring, at(2100), verify_for).empty());
        CHECK(retire(directory, *ring, at(2101), verify_for) == Ids{a});
        CHECK(ids_of(*KeyRing::load(directory)) == Ids{b, c});
        CHECK(retire(directory, *ring, at(2102), verify_for).empty()); // gone already
    }

    TEST_CASE("the key that signs stays, however old, and so do those to come")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        const auto a = add_key(directory, at(0), at(1000)).id;
        CHECK(retire(directory, *KeyRing::load(directory), at(1000000000), verify_for)
                  .empty());
        const auto b = add_key(directory, at(0), at(2000000000)).id;
        CHECK(retire(directory, *KeyRing::load(directory), at(1000000000), verify_for)
                  .empty());
        CHECK(ids_of(*KeyRing::load(directory)) == Ids{a, b});
    }

    TEST_CASE("no key is retired that stamps of the last verify_for were made with")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        for (int n = 0; n < 5; ++n)
            add_key(directory, at(0), at(1000 + 40 * n));
        const auto before = KeyRing::load(directory);
        for (int now = 1000; now < 1400; ++now) {
            CAPTURE(now);
            retire(directory, *before, at(now), verify_for);
            const auto after = KeyRing::load(directory);
            for (int made = std::max(now - 100, 1000); made <= now; ++made)
                CHECK(after->find(before->signing(at(made))->info().id) != nullptr);
        }
        CHECK(KeyRing::load(directory)->keys().size() == 1);
    }

    TEST_CASE("a key signs until its successor does")
    {
        const auto ring = test::ring({{"aaaaaaaa", at(100)}, {"bbbbbbbb", at(200)}});
        CHECK(signs_until(ring, "aaaaaaaa") == at(200));
        CHECK_FALSE(signs_until(ring, "bbbbbbbb"));
        CHECK_FALSE(signs_until(ring, "cccccccc"));
    }
}

} // namespace mailreeve::bounce
