// What is asked of the DNS: a name and a type, in the form that serves as wire and key.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::dns {

// RFC 1035 3.2.2, RFC 3596 2.1
enum class Type : std::uint16_t {
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
};

// A name in lower case and a type, class IN.
class MAILREEVE_API Question {
public:
    // Nothing when `name` cannot be asked for (dns/name.hh).
    static std::optional<Question> parse(std::string_view name, Type type);

    // About an uncompressed wire name, which must be well formed.
    static Question about(std::string_view wire_name, Type type);

    // The name on the wire and the two octets of the type: one text for equal
    // questions, and QNAME and QTYPE of RFC 1035 4.1.2 as they are sent.
    const std::string& key() const { return key_; }

    // Uncompressed, in lower case; lives as long as the question.
    std::string_view name() const
    {
        return std::string_view{key_}.substr(0, key_.size() - 2);
    }

    Type type() const;

    bool operator==(const Question&) const = default;

private:
    explicit Question(std::string key) : key_{std::move(key)} {}

    std::string key_;
};

} // namespace mailreeve::dns
