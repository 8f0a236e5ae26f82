// A media type as a rule names it: application/hta, or application/* for all of them.
#pragma once

#include "mailreeve/base/api.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

class MAILREEVE_API MediaPattern {
public:
    // Nothing for what is neither.
    static std::optional<MediaPattern> parse(std::string_view text);

    // `type` is in lower case.
    bool matches(std::string_view type) const;

    const std::string& text() const { return text_; } // in lower case

    bool operator==(const MediaPattern&) const = default;

private:
    explicit MediaPattern(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

} // namespace mailreeve::attachment
