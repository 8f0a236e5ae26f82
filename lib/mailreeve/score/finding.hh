// What one check has to say about a message, and what all of them add up to.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/score/points.hh"

#include <span>
#include <string>
#include <string_view>

namespace mailreeve::score {

enum class Answered {
    Yes,
    Unknown, // the question could not be answered: counts nothing, either way
};

// RBL_ZEN_SBL 5.00 "zen.example=127.0.0.2 ..."
struct Finding {
    std::string symbol; // [A-Z][A-Z0-9_]*, documented in mailreeve-policy(7)
    Points points;      // 0 when unknown
    std::string
        evidence; // for people; bytes from outside, escaped where they are shown
    Answered answered = Answered::Yes;

    bool operator==(const Finding&) const = default;
};

// A finding whose question could not be answered.
MAILREEVE_API Finding unknown(std::string symbol, std::string evidence);

// Letters, digits and underscores, at most 64, beginning with a capital letter.
MAILREEVE_API bool is_symbol(std::string_view text);

MAILREEVE_API Points sum(std::span<const Finding> findings);

enum class Level { Clean, Spam, SureSpam };

// From these many points on a message is called SPAM or SURESPAM.
struct Thresholds {
    Points spam = Points::hundredths(500);
    Points surespam = Points::hundredths(1000);

    bool operator==(const Thresholds&) const = default;
};

MAILREEVE_API Level level(Points score, const Thresholds& thresholds);

// "clean", "SPAM", "SURESPAM"
MAILREEVE_API std::string_view name(Level level);

} // namespace mailreeve::score
