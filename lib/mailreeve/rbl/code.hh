// The answers of a DNS list: which of its 127/8 codes mean what.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/score/points.hh"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::rbl {

// 127.0.0.2; 127.0.0.3-5; 127.0.0.10-127.0.0.20; 127.0.x.3; mask 2 (the bits of the
// last octet, as URIBL and SURBL use them).
class MAILREEVE_API CodeMatch {
public:
    // Nothing when the text is none of these, or is not within 127/8.
    static std::optional<CodeMatch> parse(std::string_view text);

    bool matches(const net::IpAddress& answer) const;

    // True for "mask 2": such rules may match an answer together.
    bool is_mask() const { return mask_ != 0; }

    // Meant for 127.255.255.0/24, where no list ever lists.
    bool is_in_refusals() const;

    // As it was written.
    const std::string& text() const { return text_; }

    bool operator==(const CodeMatch&) const = default;

private:
    // Each octet within its range, and, where `mask` is not 0, one of its bits set in
    // the last octet.
    std::array<std::uint8_t, 4> low_{};
    std::array<std::uint8_t, 4> high_{};
    std::uint8_t mask_ = 0;
    std::string text_;
};

struct CodeRule {
    CodeMatch match;
    score::Points points;
    std::string symbol; // RBL_ZEN_SBL
    std::string text;   // "Spamhaus SBL: spam sources", for people

    bool operator==(const CodeRule&) const = default;
};

} // namespace mailreeve::rbl
