// A domain name as mail uses it, in one form only: lower-case A-labels.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::mail {

inline constexpr std::size_t max_domain = 253; // RFC 1035 2.3.4, without the last dot
inline constexpr std::size_t max_label = 63;

// Two domains are equal exactly when the DNS holds them for the same name.
class MAILREEVE_API Domain {
public:
    // example.net, EXAMPLE.net., bücher.example (UTF-8, RFC 5890), localhost, and
    // names with underscores, which the DNS and many hosts have. Nothing for anything
    // else: an empty text, empty or long labels, an address literal in brackets.
    static std::optional<Domain> parse(std::string_view text);

    // Lower case, A-labels, no dot at the end.
    const std::string& text() const { return text_; }

    // At least two labels, the last not all digits (RFC 3696 2): a name that can be
    // asked for anywhere. 192.0.2.7 and localhost are not.
    bool is_fqdn() const;

    // This name is `other` or stands somewhere below it.
    bool is_within(const Domain& other) const;

    // One label less; nothing for a name of one label.
    std::optional<Domain> parent() const;

    bool operator==(const Domain&) const = default;
    // NOLINTNEXTLINE(modernize-use-nullptr,readability-implicit-bool-conversion): <=>
    auto operator<=>(const Domain&) const = default;

private:
    explicit Domain(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

} // namespace mailreeve::mail
