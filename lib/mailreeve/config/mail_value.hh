// Domains, patterns of addresses and of texts as values of a configuration.
#pragma once

#include "mailreeve/config/reader.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/mail/domain_set.hh"
#include "mailreeve/mail/text_pattern.hh"

namespace mailreeve::config {

template <>
struct MAILREEVE_API Value<mail::Domain> {
    static std::optional<mail::Domain> parse(std::string_view text);
    static std::string print(const mail::Domain& value) { return value.text(); }
    static std::string_view kind() { return "a domain such as example.net"; }
};

template <>
struct MAILREEVE_API Value<mail::DomainPattern> {
    static std::optional<mail::DomainPattern> parse(std::string_view text);
    static std::string print(const mail::DomainPattern& value) { return value.text(); }
    static std::string_view kind()
    {
        return "a name such as mx.example.net, or .example.net for all below it";
    }
};

template <>
struct MAILREEVE_API Value<mail::AddressPattern> {
    static std::optional<mail::AddressPattern> parse(std::string_view text);
    static std::string print(const mail::AddressPattern& value) { return value.text(); }
    static std::string_view kind()
    {
        return "an address such as user@example.net, example.net or .example.net";
    }
};

template <>
struct MAILREEVE_API Value<mail::TextPattern> {
    static std::optional<mail::TextPattern> parse(std::string_view text);
    static std::string print(const mail::TextPattern& value) { return value.text(); }
    static std::string_view kind()
    {
        return "a pattern such as *.exe, or a regular expression such as /^run[0-9]/";
    }
    static std::string problem(std::string_view text);
};

// A list of names; shown in their order.
template <>
struct MAILREEVE_API Reader<mail::DomainSet> {
    static void read(const Node& node, mail::DomainSet& out, Diagnostics& diagnostics);
    static Node show(const mail::DomainSet& value);
    static std::string kind();
};

} // namespace mailreeve::config
