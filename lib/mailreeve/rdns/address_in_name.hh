// Finding a host's address within its name, in the forms that providers write it.
#pragma once

#include "mailreeve/net/ip_address.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::rdns {

struct AddressPart {
    enum class Strength {
        Certain, // chance does not do that
        Hint,    // the last two octets alone: m2-7.example may mean something else
    };

    Strength strength = Strength::Certain;
    std::string text; // as it stands in the name, or in the one form that was found

    bool operator==(const AddressPart&) const = default;
};

// IPv4: four octets in decimal, forwards, backwards or the last one first; three that
// follow one another; the last two (Hint); all joined, zero-padded, as one decimal
// number, or in hex either way. IPv6: three groups or twelve nibbles that follow one
// another, either way. `name` is in lower case and at most 253 characters long. Nothing
// when the address is not there.
std::optional<AddressPart> address_in(std::string_view name,
                                      const net::IpAddress& address);

} // namespace mailreeve::rdns
