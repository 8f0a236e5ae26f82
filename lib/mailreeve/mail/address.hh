// An address of the envelope (RFC 5321 4.1.2, RFC 6531), as the MTA passes it on.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/domain.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::mail {

inline constexpr std::size_t max_local_part = 256; // RFC 5321 says 64; more is seen
inline constexpr std::size_t max_path = 2048;      // brackets and source route included

// Equality: same local part byte for byte, same domain, whatever the raw text.
class MAILREEVE_API Address {
public:
    // The null sender.
    Address() = default;

    // <a@x>, a@x, <>, an empty text (the null sender as Postfix passes it outside of
    // smtpd), <@a,@b:c@d> (the route is dropped), quoted and UTF-8 local parts,
    // postmaster without a domain, a@[192.0.2.7]. Nothing for anything else.
    static std::optional<Address> parse(std::string_view text);

    // The same for what an MTA has already let pass. Where parse() finds nothing, the
    // whole text is the local part and is_well_formed() is false.
    static Address tolerant(std::string_view text);

    bool is_well_formed() const { return well_formed_; }

    // As it came, brackets and all: Postfix takes recipients off by this text.
    const std::string& raw() const { return raw_; }

    // Without quotes and backslashes; empty for the null sender.
    const std::string& local() const { return local_; }

    // Nothing for the null sender, a bare local part and an address literal.
    const std::optional<Domain>& domain() const { return domain_; }

    // "[192.0.2.7]" with its brackets; empty when the address has none.
    const std::string& literal() const { return literal_; }

    bool is_null() const
    {
        return well_formed_ && local_.empty() && !domain_ && literal_.empty();
    }

    // a@example.net: no brackets, the local part quoted where it must be, the domain
    // in A-labels; empty for the null sender. Parses to an equal address.
    std::string text() const;

    bool operator==(const Address& other) const;

private:
    std::string raw_;
    std::string local_;
    std::optional<Domain> domain_;
    std::string literal_;
    bool well_formed_ = true;
};

// A local part as it stands before the @: in quotes where it must be.
MAILREEVE_API std::string written_local(std::string_view local);

// Equal but for the case of ASCII letters in the local part: practically no host tells
// such mailboxes apart.
MAILREEVE_API bool same_mailbox(const Address& a, const Address& b);

// postmaster@ or abuse@ anything (RFC 2142), or the bare words.
MAILREEVE_API bool is_postmaster_or_abuse(const Address& address);

} // namespace mailreeve::mail
