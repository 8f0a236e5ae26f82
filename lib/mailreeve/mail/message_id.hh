// The id that the writer of a message gave it (RFC 5322 3.6.4).
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::mail {

inline constexpr std::size_t max_message_id = 998; // a line: it may not be folded

class MAILREEVE_API MessageId {
public:
    // Out of the raw value of a Message-ID field: what stands between the first
    // brackets, or the first word where there are none. Nothing when that is empty, or
    // longer than 998.
    static std::optional<MessageId> parse(std::string_view value);

    // Without brackets. Bytes from outside: escape where it is shown.
    const std::string& text() const { return text_; }

    bool operator==(const MessageId&) const = default;

private:
    explicit MessageId(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

} // namespace mailreeve::mail
