#include "mailreeve/base/ascii.hh"
#include "test/bounce/returned_place.hh"
#include "test/bounce/round_trip_table.hh"
#include "test/bounce/stamped_block.hh"
#include "test/support/corpus.hh"
#include "test/support/dice.hh"
#include "test/support/flip.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::bounce {

namespace {

constexpr std::uint64_t seed = 20'261'126;
constexpr std::size_t flips_each = 20;
constexpr std::size_t flipped_throughout = 20; // places, every single bit of it

// A stamp of the daemon's among the returned headers of one file.
struct Stamped {
    test::CorpusFile file;
    test::ReturnedPlace place;
    std::string value; // on one line
    std::size_t size = 0;
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

class RoundTrip {
public:
    void add(const test::CorpusFile& file)
    {
        const auto all = stamped(file);
        std::size_t valid = 0;
        for (const auto& one : all)
            if (comes_back(one)) {
                ++valid;
                ++counts(one).places.at(static_cast<std::size_t>(one.place.wrapping()));
                for (std::size_t n = 0; n < flips_each; ++n)
                    flip(one, dice_.below(8 * one.value.size()));
                valid_.push_back(one);
            }
        table_.add(file, !all.empty(), valid > 0 && valid == all.size());
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

    const test::RoundTripTable& table() const { return table_; }

private:
    // For the message whose header is returned, as alice had sent it.
    std::vector<Stamped> stamped(const test::CorpusFile& file)
    {
        const auto raw = file.bytes();
        const auto reading = read(raw, true);
        std::vector<Stamped> all;
        for (const auto& block : reading.returned)
            for (auto& place : test::ReturnedPlace::find(raw, block))
                all.push_back({file, std::move(place),
                               stamp_of(ground_, alice_, block, dice_), raw.size()});
        if (all.empty())
            table_.miss(file,
                        reading.returned.empty()
                            ? "no returned header is found"
                            : "no field of the returned header is found as it stands");
        return all;
    }

    test::RoundTripCounts& counts(const Stamped& stamped)
    {
        return table_.of(stamped.file);
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
                table_.miss(stamped.file, std::string{name(stamped.place.wrapping())} +
                                              ", " + words_of(judgement));
                return false;
            }
        }
        if (is_valid(judge(stamped, stamped.value, bob_)))
            take(stamped, "the recipient");
        return true;
    }

    void flip(const Stamped& stamped, std::size_t bit)
    {
        const auto value = test::with_bit_flipped(stamped.value, bit);
        if (without_space(value) == without_space(stamped.value))
            return;
        ++counts(stamped).flips;
        if (is_valid(judge(stamped, value, alice_)))
            take(stamped, value);
    }

    void take(const Stamped& stamped, const std::string& changed)
    {
        ++counts(stamped).taken;
        table_.miss(stamped.file, "valid with another " + changed);
    }

    JudgeGround ground_; // with a ledger that knows of nothing
    mail::Address alice_ = test::address("alice@example.net");
    mail::Address bob_ = test::address("bob@example.net");
    test::Dice dice_{seed};
    test::RoundTripTable table_;
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
        std::printf("\nflips by seed %llu\n", static_cast<unsigned long long>(seed));
        trip.table().print();
        const auto total = trip.table().total();
        CHECK(total.files > 300);
        CHECK(100 * total.valid >= 97 * total.files);
        CHECK(total.flips > flips_each * total.valid);
        CHECK(total.taken == 0);
    }
}

} // namespace mailreeve::bounce
