#include "test/bounce/judge_ground.hh"
#include "test/bounce/returned_place.hh"
#include "test/support/corpus.hh"
#include "test/support/dice.hh"

#include "mailreeve/base/ascii.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::bounce {

namespace {

constexpr std::uint64_t seed = 20'261'126;
constexpr std::size_t flips_each = 20;
constexpr std::size_t flipped_throughout = 20; // files with every single bit flipped

// A stamp of the daemon's among the returned headers of one file.
struct Stamped {
    test::CorpusFile file;
    test::ReturnedPlace place;
    std::string value; // on one line
    std::size_t size = 0;
};

struct Counts {
    std::size_t files = 0; // with returned headers
    std::size_t stamped = 0;
    std::size_t valid = 0;
    std::array<std::size_t, test::wrappings> wrapped{}; // of those that are valid
    std::size_t flips = 0;
    std::size_t taken = 0;
};

bool returns_headers(const test::CorpusFile& file)
{
    return file.column("has_original_headers") == "yes" &&
           file.column("kind") != "normal";
}

std::string without_space(std::string text)
{
    std::erase_if(text, ascii::is_space);
    return text;
}

std::string with_bit_flipped(std::string text, std::size_t bit)
{
    auto& c = text.at(bit / 8);
    c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << bit % 8));
    return text;
}

class RoundTrip {
public:
    void add(const test::CorpusFile& file)
    {
        ++counts(file).files;
        auto stamped = stamp(file);
        if (!stamped)
            return;
        ++counts(file).stamped;
        if (!comes_back(*stamped))
            return;
        ++counts(file).valid;
        ++counts(file).wrapped.at(static_cast<std::size_t>(stamped->place.wrapping()));
        for (std::size_t n = 0; n < flips_each; ++n)
            flip(*stamped, dice_.below(8 * stamped->value.size()));
        valid_.push_back(std::move(*stamped));
    }

    // The smallest of each wrapping in turn.
    void flip_throughout()
    {
        std::ranges::stable_sort(valid_, {}, &Stamped::size);
        std::map<test::Wrapping, std::size_t> seen;
        std::multimap<std::size_t, const Stamped*> turns;
        for (const auto& stamped : valid_)
            turns.emplace(seen[stamped.place.wrapping()]++, &stamped);
        std::size_t left = flipped_throughout;
        for (const auto& [turn, stamped] : turns) {
            if (left-- == 0)
                break;
            for (std::size_t bit = 0; bit < 8 * stamped->value.size(); ++bit)
                flip(*stamped, bit);
        }
    }

    void print() const
    {
        std::printf("\nflips by seed %llu\n%-28s %6s %8s %6s",
                    static_cast<unsigned long long>(seed), "origin", "files", "stamped",
                    "valid");
        for (std::size_t n = 0; n < test::wrappings; ++n)
            std::printf(" %16s",
                        std::string{name(static_cast<test::Wrapping>(n))}.c_str());
        std::printf(" %7s %6s\n", "flips", "taken");
        for (const auto& [origin, counts] : origins_)
            print(origin, counts);
        print("total", total());
        for (const auto& miss : misses_)
            std::printf("%s\n", miss.c_str());
    }

    Counts total() const
    {
        Counts sum;
        for (const auto& [origin, counts] : origins_) {
            sum.files += counts.files;
            sum.stamped += counts.stamped;
            sum.valid += counts.valid;
            for (std::size_t n = 0; n < test::wrappings; ++n)
                sum.wrapped.at(n) += counts.wrapped.at(n);
            sum.flips += counts.flips;
            sum.taken += counts.taken;
        }
        return sum;
    }

private:
    static void print(const std::string& origin, const Counts& counts)
    {
        std::printf("%-28s %6zu %8zu %6zu", origin.c_str(), counts.files,
                    counts.stamped, counts.valid);
        for (const auto wrapped : counts.wrapped)
            std::printf(" %16zu", wrapped);
        std::printf(" %7zu %6zu\n", counts.flips, counts.taken);
    }

    Counts& counts(const test::CorpusFile& file)
    {
        return origins_[file.column("origin")];
    }

    void miss(const test::CorpusFile& file, const std::string& why)
    {
        misses_.push_back("miss: " + file.path + ": " + why);
    }

    // For the message whose header is returned, as alice had sent it.
    std::optional<Stamped> stamp(const test::CorpusFile& file)
    {
        const auto raw = file.bytes();
        const auto reading = read(raw, true);
        for (const auto& block : reading.returned)
            if (auto place = test::ReturnedPlace::find(raw, block))
                return Stamped{file, std::move(*place), stamp_for(block), raw.size()};
        miss(file, reading.returned.empty()
                       ? "no returned header is found"
                       : "no field of the returned header is found as it stands");
        return std::nullopt;
    }

    std::string stamp_for(const Returned& block) const
    {
        const auto first = [&](std::string_view name) {
            const auto it = std::ranges::find_if(
                block.fields, [&](const auto& field) { return field.is(name); });
            return it == block.fields.end() ? std::string{} : it->value;
        };
        return make_stamp(ground_.keys->keys().front(), ground_.clock.wall(),
                          make_nonce(),
                          bound(alice_, first("From"), first("Message-ID")))
            .text();
    }

    Judgement judge(const Stamped& stamped, const std::string& value,
                    const mail::Address& recipient)
    {
        const auto raw =
            stamped.place.with(ground_.settings.stamp_field + ": " + value);
        Bounce bounce{read(raw, true), {recipient}};
        // Reports are never judged; what is asked is whether their stamp can be read.
        if (stamped.file.column("kind") == "feedback-report" &&
            bounce.reading.kind == Class::Report)
            bounce.reading.kind = Class::Dsn;
        return ground_.judge(bounce, Counting::No);
    }

    static bool is_valid(const Judgement& judgement)
    {
        return judgement.outcome == Outcome::Valid ||
               judgement.outcome == Outcome::ValidForwarded;
    }

    bool comes_back(const Stamped& stamped)
    {
        const auto& field = ground_.settings.stamp_field;
        for (const auto& value : {mail::fold(field, stamped.value), stamped.value}) {
            const auto judgement = judge(stamped, value, alice_);
            const bool is_proven =
                result_of(judgement, Proof::Kind::Stamp) == Proof::Result::Proven;
            if (judgement.outcome != Outcome::Valid || !is_proven) {
                miss(stamped.file, std::string{name(stamped.place.wrapping())} + ", " +
                                       words_of(judgement));
                return false;
            }
        }
        if (is_valid(judge(stamped, stamped.value, bob_)))
            take(stamped, "the recipient");
        return true;
    }

    void flip(const Stamped& stamped, std::size_t bit)
    {
        const auto value = with_bit_flipped(stamped.value, bit);
        if (without_space(value) == without_space(stamped.value))
            return;
        ++counts(stamped.file).flips;
        if (is_valid(judge(stamped, value, alice_)))
            take(stamped, value);
    }

    void take(const Stamped& stamped, const std::string& changed)
    {
        ++counts(stamped.file).taken;
        miss(stamped.file, "valid with another " + changed);
    }

    JudgeGround ground_; // with a ledger that knows of nothing
    mail::Address alice_ = test::address("alice@example.net");
    mail::Address bob_ = test::address("bob@example.net");
    test::Dice dice_{seed};
    std::map<std::string, Counts> origins_;
    std::vector<std::string> misses_;
    std::vector<Stamped> valid_;
};

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a stamp among returned headers proves a bounce, and no other bits do" *
              doctest::skip(!test::has_corpus()))
    {
        RoundTrip trip;
        for (const auto& file : test::corpus_messages())
            if (returns_headers(file))
                trip.add(file);
        trip.flip_throughout();
        trip.print();
        const auto total = trip.total();
        CHECK(total.files > 300);
        CHECK(100 * total.valid >= 97 * total.files);
        CHECK(total.flips > flips_each * total.valid);
        CHECK(total.taken == 0);
    }
}

} // namespace mailreeve::bounce
