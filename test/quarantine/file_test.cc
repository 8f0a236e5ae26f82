#include "mailreeve/quarantine/file.hh"

#include "mailreeve/crypto/aead.hh"
#include "test/quarantine/sealed.hh"
#include "test/support/flip.hh"
#include "test/support/held.hh"

#include <doctest/doctest.h>

#include <set>
#include <vector>

namespace mailreeve::quarantine {

using test::held;
using test::long_message;
using test::master_key;
using test::opened;
using test::sealed;

namespace {

constexpr std::size_t chunk_on_disk = 4 + largest_chunk + crypto::Aead::tag_size;

const crypto::MasterKeys& keys()
{
    static const auto ring = test::master_keys({"0a1b2c3d", "ffffffff"});
    return *ring;
}

std::string sealed_with_first(const Held& what, std::string_view message)
{
    return sealed(keys().keys().front(), what, message);
}

// The front, and each chunk as it lies in the file.
std::vector<std::string> pieces_of(const std::string& file)
{
    std::vector<std::string> pieces{file.substr(0, front_size)};
    for (std::size_t at = front_size; at < file.size();) {
        std::size_t size = 4 + crypto::Aead::tag_size;
        for (std::size_t n = 1, shift = 16; n < 4; ++n, shift -= 8)
            size += std::size_t{static_cast<unsigned char>(file[at + n])} << shift;
        pieces.push_back(file.substr(at, size));
        at += size;
    }
    return pieces;
}

std::string joined(const std::vector<std::string>& pieces)
{
    std::string file;
    for (const auto& piece : pieces)
        file += piece;
    return file;
}

} // namespace

TEST_SUITE("quarantine")
{
    TEST_CASE("a message comes back as it was kept, with all that was known of it")
    {
        for (const std::size_t size :
             {std::size_t{0}, std::size_t{1}, std::size_t{5000}, largest_chunk - 1,
              largest_chunk, largest_chunk + 1, 3 * largest_chunk,
              3 * largest_chunk + 17}) {
            CAPTURE(size);
            const auto message = long_message(size);
            const SealedFile file{keys().keys().back(), held(), message};
            const auto bytes = sealed(keys().keys().back(), held(), message);
            CHECK(bytes.size() == file.size());
            const auto result = opened(keys(), bytes);
            CHECK_FALSE(result.fault);
            CHECK(result.held == held());
            CHECK(result.message == message);
        }
    }

    TEST_CASE("bytes of every kind come back, and an envelope without anything")
    {
        std::string message;
        for (int n = 0; n < 1024; ++n)
            message += static_cast<char>(n);
        Held bare;
        bare.id = held().id;
        bare.at = WallTime{std::chrono::seconds{1}};
        const auto result = opened(keys(), sealed_with_first(bare, message));
        CHECK_FALSE(result.fault);
        CHECK(result.held == bare);
        CHECK(result.message == message);
    }

    TEST_CASE("the front tells magic, version and key, and nothing else is in clear")
    {
        const auto message = long_message(100'000);
        const auto file = sealed_with_first(held(), message);
        CHECK(file.substr(0, 16) ==
              std::string{"mrquar\r\n\0\0\0\1\x0a\x1b\x2c\x3d", 16});
        CHECK(key_id_of(crypto::bytes_of(file)) == "0a1b2c3d");
        for (const auto* const word :
             {"secret", "alice", "example", "parcel", "UPS", "recipient", "1B7K0"})
            CHECK(file.find(word) == std::string::npos);
    }

    TEST_CASE("no two files have the same salt or the same bytes")
    {
        std::set<std::string> seen;
        for (int n = 0; n < 100; ++n) {
            const auto file = sealed_with_first(held(), "x");
            seen.insert(file.substr(16, 32));
            seen.insert(file.substr(front_size + 4));
        }
        CHECK(seen.size() == 200);
    }

    TEST_CASE("every flipped bit is met")
    {
        const auto file = sealed_with_first(held(), "Subject: x\r\n\r\ntext\r\n");
        std::size_t met = 0;
        for (std::size_t bit = 0; bit < 8 * file.size(); ++bit)
            met += opened(keys(), test::with_bit_flipped(file, bit)).fault ? 1U : 0U;
        CHECK(met == 8 * file.size());
        const auto large = sealed_with_first(held(), long_message(3 * largest_chunk));
        std::size_t tried = 0;
        for (std::size_t bit = 3; bit < 8 * large.size(); bit += 7919, ++tried)
            CHECK(opened(keys(), test::with_bit_flipped(large, bit)).fault);
        MESSAGE((met + tried) << " bits flipped");
    }

    TEST_CASE("a file that was cut, or has more behind it, is met")
    {
        const auto file = sealed_with_first(held(), "Subject: x\r\n\r\ntext\r\n");
        for (std::size_t size = 0; size < file.size(); ++size) {
            CAPTURE(size);
            CHECK(opened(keys(), file.substr(0, size)).fault);
        }
        CHECK(opened(keys(), file + '\0').fault == FileFault::Altered);
        CHECK(opened(keys(), file + file).fault == FileFault::Altered);
        const auto large = sealed_with_first(held(), long_message(3 * largest_chunk));
        for (auto size = large.size(); size > chunk_on_disk; size -= chunk_on_disk)
            CHECK(opened(keys(), large.substr(0, size - chunk_on_disk)).fault);
    }

    TEST_CASE("chunks that were dropped, doubled or swapped are met")
    {
        const auto whole =
            pieces_of(sealed_with_first(held(), long_message(3 * largest_chunk + 9)));
        REQUIRE(whole.size() == 6);
        CHECK_FALSE(opened(keys(), joined(whole)).fault);
        for (std::size_t a = 0; a < whole.size(); ++a) {
            CAPTURE(a);
            auto changed = whole;
            changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(a));
            CHECK(opened(keys(), joined(changed)).fault);
            changed = whole;
            changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(a), whole[a]);
            CHECK(opened(keys(), joined(changed)).fault);
            for (std::size_t b = a + 1; b < whole.size(); ++b) {
                changed = whole;
                std::swap(changed[a], changed[b]);
                CHECK(opened(keys(), joined(changed)).fault);
            }
        }
    }

    TEST_CASE("a chunk of another file is met, in the same place too")
    {
        const auto message = long_message(2 * largest_chunk + 9);
        const auto one = pieces_of(sealed_with_first(held(), message));
        const auto two = pieces_of(sealed_with_first(held(), message));
        REQUIRE(one.size() == two.size());
        for (std::size_t n = 0; n < one.size(); ++n) {
            auto changed = one;
            changed[n] = two[n];
            CHECK(opened(keys(), joined(changed)).fault);
        }
    }

    TEST_CASE("a file is opened by the key that it names and by no other")
    {
        const auto file = sealed(master_key("0a1b2c3d"), held(), "x");
        CHECK(opened(*test::master_keys({"11111111"}), file).fault ==
              FileFault::UnknownKey);
        CHECK_FALSE(opened(*test::master_keys({"11111111", "0a1b2c3d"}), file).fault);
        auto other = master_key("22222222");
        other.id = "0a1b2c3d"; // another secret under that name
        std::vector<crypto::StoredKey> wrong;
        wrong.push_back(std::move(other));
        CHECK(opened(crypto::MasterKeys{std::move(wrong)}, file).fault ==
              FileFault::Altered);
    }

    TEST_CASE("what a later mailreeve wrote is not taken for damaged")
    {
        auto file = sealed_with_first(held(), "x");
        file[11] = 2;
        CHECK(opened(keys(), file).fault == FileFault::Version);
        CHECK(opened(keys(), "From alice").fault == FileFault::NotOurs);
        CHECK(opened(keys(), "").fault == FileFault::NotOurs);
    }

    TEST_CASE("texts that explain are cut before an envelope is refused")
    {
        auto large = held();
        large.findings = std::string(1'000'000, 'f');
        large.subject = std::string(1'000'000, 's');
        large.removed.assign(100'000, "outer.zip/inner/run.exe: programs");
        large.others.assign(100'000, "other@example.net");
        large.recipients.assign(1000, std::string(254, 'r'));
        const auto result = opened(keys(), sealed_with_first(large, "x"));
        CHECK_FALSE(result.fault);
        CHECK(result.held.recipients == large.recipients);
        CHECK(result.held.findings.size() == 65536);
        CHECK(result.held.removed.size() > 1000);
        CHECK(result.held.others.size() > 1000);
        large.recipients.assign(10'000, std::string(254, 'r'));
        CHECK_THROWS_AS(sealed_with_first(large, "x"), std::length_error);
    }
}

} // namespace mailreeve::quarantine
