// The Authentication-Results field (RFC 8601): ours to write, forged ones to find.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mail {

inline constexpr std::size_t max_methods = 100; // of one field

struct AuthenticationResults {
    struct Property {
        std::string name; // "policy.iprev", "reason"
        std::string value;

        bool operator==(const Property&) const = default;
    };

    struct Method {
        std::string name;   // "iprev": lower case, without a version
        std::string result; // "pass"; empty where a foreign field has none
        std::vector<Property> properties;

        bool operator==(const Method&) const = default;
    };

    std::string authserv_id;
    std::vector<Method> methods; // empty for "none"

    bool operator==(const AuthenticationResults&) const = default;

    // Reads a raw value, more tolerantly than RFC 8601: readers behind us may be so
    // too. Nothing when it names no authserv-id. Methods past the hundredth are left
    // out.
    MAILREEVE_API static std::optional<AuthenticationResults>
    parse(std::string_view value);

    // The value on one line (fold() it), whatever the texts hold:
    // mx1.example.net; iprev=fail policy.iprev=192.0.2.7
    MAILREEVE_API std::string text() const;
};

// The field says that `authserv_id` wrote it, and speaks of iprev or dnswl and of
// nothing else: it pretends to be one of ours. Fields of other filters on this host
// (dkim, spf) do not.
MAILREEVE_API bool claims_to_be_ours(std::string_view value,
                                     std::string_view authserv_id);

} // namespace mailreeve::mail
