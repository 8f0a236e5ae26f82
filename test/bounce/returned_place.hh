// Where in a bounce the header that it returned has room for one more field, whatever
// wraps it there.
#pragma once

#include "mailreeve/bounce/reading.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

enum class Wrapping { Plain, Quoted, QuotedPrintable, Base64, Html };

inline constexpr std::size_t wrappings = 5;

// plain quoted quoted-printable base64 html
std::string_view name(Wrapping wrapping);

class ReturnedPlace {
public:
    // In front of the Message-ID of `block`, or of another field that is found as it
    // stands; one in each part that has the block.
    static std::vector<ReturnedPlace> find(const std::string& raw,
                                           const bounce::Returned& block);

    // The bounce with that field, whose value is folded by "\n": quoted and escaped as
    // the lines around it, the part encoded again.
    std::string with(std::string_view field) const;

    Wrapping wrapping() const;

private:
    friend class PlaceFinder;

    std::string front_; // of the message, before the content of the part
    std::string back_;
    std::string text_; // the content, decoded
    std::size_t at_ = 0;
    std::string quote_;     // in front of the line that is there
    std::string end_;       // of a line there
    std::string line_feed_; // of the message
    std::string encoding_;
    bool is_html_ = false;
    bool has_old_ends_ = false; // lines end by CR alone
};

} // namespace mailreeve::test
