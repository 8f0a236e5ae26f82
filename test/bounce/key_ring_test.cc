#include "mailreeve/bounce/key_ring.hh"

#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/crypto/key_file.hh"
#include "test/crypto/hex.hh"
#include "test/crypto/refusal.hh"
#include "test/support/keys.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <set>

namespace mailreeve::bounce {

using test::at;
using test::refusal;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

std::string signing_id(const KeyRing& ring, WallTime now)
{
    const auto* key = ring.signing(now);
    return key != nullptr ? key->info().id : "none";
}

void put(const fs::path& directory, const std::string& name,
         const crypto::StoredKey& key)
{
    REQUIRE(crypto::write_key_file(crypto::KeyDirectory::make(directory), name, key));
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("the newest key whose time has come signs, or the first to come")
    {
        const auto ring = test::ring(
            {{"cccccccc", at(300)}, {"aaaaaaaa", at(100)}, {"bbbbbbbb", at(200)}});
        CHECK(signing_id(ring, at(99)) == "aaaaaaaa"); // its clock was ahead
        CHECK(signing_id(ring, at(100)) == "aaaaaaaa");
        CHECK(signing_id(ring, at(199)) == "aaaaaaaa");
        CHECK(signing_id(ring, at(200)) == "bbbbbbbb");
        CHECK(signing_id(ring, at(1000000)) == "cccccccc");
        CHECK(signing_id(test::ring({}), at(100)) == "none");
    }

    TEST_CASE("of two keys of one second every host takes the same")
    {
        const auto one = test::ring({{"aaaaaaaa", at(100)}, {"bbbbbbbb", at(100)}});
        const auto other = test::ring({{"bbbbbbbb", at(100)}, {"aaaaaaaa", at(100)}});
        CHECK(signing_id(one, at(100)) == "bbbbbbbb");
        CHECK(signing_id(other, at(100)) == "bbbbbbbb");
    }

    TEST_CASE("a key is found by its id, whole and exact")
    {
        const auto ring = test::ring({{"aaaaaaaa", at(100)}, {"bbbbbbbb", at(200)}});
        REQUIRE(ring.find("aaaaaaaa") != nullptr);
        CHECK(ring.find("aaaaaaaa")->info().id == "aaaaaaaa");
        CHECK(ring.find("aaaaaaa") == nullptr);
        CHECK(ring.find("AAAAAAAA") == nullptr);
        CHECK(ring.find("") == nullptr);
    }

    TEST_CASE("each purpose has a key of its own")
    {
        const auto key = test::key("1a2b3c4d");
        const auto mac = [](const crypto::Hmac& hmac) {
            return test::hex(hmac.mac(crypto::bytes_of("x")));
        };
        const std::set<std::string> macs{
            mac(key.for_stamp()), mac(key.for_envelope_id()), mac(key.for_batv()),
            mac(key.for_recipients())};
        CHECK(macs.size() == 4);
    }

    TEST_CASE("two daemons with the same files have the same ring")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        const auto first = add_key(directory, at(1000), at(1000));
        const auto second = add_key(directory, at(1000), at(2000));
        const auto one = KeyRing::load(directory);
        const auto other = KeyRing::load(directory);
        CHECK(one->list() == std::vector{first, second});
        CHECK(one->list() == other->list());
        CHECK(signing_id(*one, at(1500)) == first.id);
        CHECK(signing_id(*other, at(1500)) == first.id);
        const auto mac = [](const KeyRing& ring) {
            return test::hex(
                ring.keys().front().for_stamp().mac(crypto::bytes_of("x")));
        };
        CHECK(mac(*one) == mac(*other));
    }

    TEST_CASE("where there are no keys the ring is empty")
    {
        const TemporaryDirectory state;
        CHECK(KeyRing::load(key_directory(state.path()))->keys().empty());
        fs::create_directory(state / "keys");
        fs::permissions(state / "keys", fs::perms::owner_all);
        CHECK(KeyRing::load(key_directory(state.path()))->keys().empty());
    }

    TEST_CASE("a file under the name of another key is refused")
    {
        const TemporaryDirectory state;
        const auto directory = state / "keys";
        put(directory, "stamp-1a2b3c4e.key", test::stored_key("1a2b3c4d", at(1)));
        const auto told = refusal([&] { KeyRing::load(directory); });
        CHECK(told == (directory / "stamp-1a2b3c4e.key").string() +
                          " holds the key 1a2b3c4d | mv -n " +
                          (directory / "stamp-1a2b3c4e.key").string() + ' ' +
                          (directory / "stamp-1a2b3c4d.key").string());
    }

    TEST_CASE("one key under two names is refused")
    {
        const TemporaryDirectory state;
        const auto directory = state / "keys";
        put(directory, "stamp-1a2b3c4d.key", test::stored_key("1a2b3c4d", at(1)));
        put(directory, "stamp-copy.key", test::stored_key("1a2b3c4d", at(1)));
        const auto told = refusal([&] { KeyRing::load(directory); });
        CHECK(told.find("stamp-copy.key holds the key 1a2b3c4d") != std::string::npos);
    }

    TEST_CASE("one secret under two ids is refused")
    {
        const TemporaryDirectory state;
        const auto directory = state / "keys";
        put(directory, "stamp-1a2b3c4d.key", test::stored_key("1a2b3c4d", at(1)));
        auto twin = test::stored_key("1a2b3c4d", at(1));
        twin.id = "2a2b3c4d";
        put(directory, "stamp-2a2b3c4d.key", twin);
        const auto told = refusal([&] { KeyRing::load(directory); });
        CHECK(told == (directory / "stamp-2a2b3c4d.key").string() +
                          " holds the same key as stamp-1a2b3c4d.key | rm " +
                          (directory / "stamp-2a2b3c4d.key").string());
    }

    TEST_CASE("one key that cannot be used spoils the ring")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        const auto info = add_key(directory, at(1000), at(1000));
        add_key(directory, at(1000), at(1001));
        fs::permissions(directory / ("stamp-" + info.id + ".key"),
                        fs::perms::owner_read | fs::perms::others_read);
        CHECK_THROWS_AS(KeyRing::load(directory), crypto::KeyRefused);
    }

    TEST_CASE("a ring has at most a hundred keys")
    {
        const TemporaryDirectory state;
        const auto directory = key_directory(state.path());
        for (std::size_t n = 0; n < max_keys; ++n)
            add_key(directory, at(1000), at(1000));
        CHECK(KeyRing::load(directory)->keys().size() == max_keys);
        const auto full = refusal([&] { add_key(directory, at(1000), at(1000)); });
        CHECK(full.find("holds 100 keys already") != std::string::npos);
        put(directory, "stamp-1a2b3c4d.key", test::stored_key("1a2b3c4d", at(1)));
        const auto crowded = refusal([&] { KeyRing::load(directory); });
        CHECK(crowded.find("holds more than 100 keys") != std::string::npos);
    }
}

} // namespace mailreeve::bounce
