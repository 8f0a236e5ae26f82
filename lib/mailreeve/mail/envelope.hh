// From whom and to whom, as SMTP was told (RFC 5321 3.3), not as the header says.
#pragma once

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/address.hh"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mail {

struct Recipient {
    Address address;                     // raw() is what the MTA wants to hear again
    std::vector<std::string> parameters; // NOTIFY=NEVER, case as typed

    bool operator==(const Recipient&) const = default;
};

struct Envelope {
    Address sender;
    std::vector<std::string> parameters; // SIZE=2311, BODY=8BITMIME, SMTPUTF8
    std::vector<Recipient> recipients;

    bool operator==(const Envelope&) const = default;
};

// The value of an ESMTP parameter, "" for one without a value, nothing when it is not
// there. Lives as long as `parameters`.
inline std::optional<std::string_view>
parameter(std::span<const std::string> parameters, std::string_view keyword)
{
    for (const std::string_view text : parameters) {
        const auto equals = text.find('=');
        if (ascii::equal(text.substr(0, equals), keyword))
            return equals == std::string_view::npos ? "" : text.substr(equals + 1);
    }
    return std::nullopt;
}

} // namespace mailreeve::mail
