// How the values of this room are written in a configuration.
#pragma once

#include "mailreeve/config/field.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rbl/settings.hh"
#include "mailreeve/score/settings.hh"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mailreeve::config {

template <>
struct Value<rbl::CodeMatch> {
    static std::optional<rbl::CodeMatch> parse(std::string_view text)
    {
        return rbl::CodeMatch::parse(text);
    }
    static std::string print(const rbl::CodeMatch& value) { return value.text(); }
    static std::string_view kind()
    {
        return "a code such as 127.0.0.2, 127.0.0.3-5, 127.0.x.3 or mask 2";
    }
};

template <>
struct EnumNames<rbl::Action> {
    static constexpr std::array names{
        std::pair{std::string_view{"score"}, rbl::Action::Score},
        std::pair{std::string_view{"delay"}, rbl::Action::Delay},
        std::pair{std::string_view{"defer"}, rbl::Action::Defer},
        std::pair{std::string_view{"reject"}, rbl::Action::Reject},
    };
};

template <>
struct EnumNames<rbl::Subject> {
    static constexpr std::array names{
        std::pair{std::string_view{"client"}, rbl::Subject::Client},
        std::pair{std::string_view{"helo"}, rbl::Subject::Helo},
        std::pair{std::string_view{"sender"}, rbl::Subject::Sender},
        std::pair{std::string_view{"ptr"}, rbl::Subject::Ptr},
    };
};

template <>
struct EnumNames<rbl::Standing> {
    static constexpr std::array names{
        std::pair{std::string_view{"deny"}, rbl::Standing::Deny},
        std::pair{std::string_view{"allow"}, rbl::Standing::Allow},
        std::pair{std::string_view{"mixed"}, rbl::Standing::Mixed},
    };
};

template <>
struct EnumNames<rbl::Override> {
    static constexpr std::array names{
        std::pair{std::string_view{"never"}, rbl::Override::Never},
    };
};

template <>
struct EnumNames<net::Family> {
    static constexpr std::array names{
        std::pair{std::string_view{"ipv4"}, net::Family::V4},
        std::pair{std::string_view{"ipv6"}, net::Family::V6},
    };
};

} // namespace mailreeve::config
