// How the words of rules are written in a configuration. Inside this room only.
#pragma once

#include "mailreeve/attachment/rule.hh"
#include "mailreeve/config/field.hh"
#include "mailreeve/config/mail_value.hh"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mailreeve::config {

template <>
struct EnumNames<attachment::Action> {
    static constexpr std::array names{
        std::pair{std::string_view{"allow"}, attachment::Action::Allow},
        std::pair{std::string_view{"report"}, attachment::Action::Report},
        std::pair{std::string_view{"strip"}, attachment::Action::Strip},
        std::pair{std::string_view{"quarantine"}, attachment::Action::Quarantine},
    };
};

template <>
struct EnumNames<attachment::RuleDirection> {
    static constexpr std::array names{
        std::pair{std::string_view{"any"}, attachment::RuleDirection::Any},
        std::pair{std::string_view{"inbound"}, attachment::RuleDirection::Inbound},
        std::pair{std::string_view{"outbound"}, attachment::RuleDirection::Outbound},
    };
};

template <>
struct EnumNames<attachment::Hindrance> {
    static constexpr std::array names{
        std::pair{std::string_view{"encrypted"}, attachment::Hindrance::Encrypted},
        std::pair{std::string_view{"ambiguous"}, attachment::Hindrance::Ambiguous},
        std::pair{std::string_view{"unjudged"}, attachment::Hindrance::Unjudged},
        std::pair{std::string_view{"partial"}, attachment::Hindrance::Partial},
        std::pair{std::string_view{"external"}, attachment::Hindrance::External},
    };
};

template <>
struct EnumNames<attachment::Preset> {
    static constexpr std::array names{
        std::pair{std::string_view{"default"}, attachment::Preset::Default},
    };
};

template <>
struct Value<attachment::TypeWord> {
    static std::optional<attachment::TypeWord> parse(std::string_view text)
    {
        return attachment::TypeWord::parse(text);
    }
    static std::string print(const attachment::TypeWord& value) { return value.text(); }
    static std::string_view kind() { return "a type of file such as program or zip"; }
    static std::string problem(std::string_view text)
    {
        const auto words = attachment::type_words();
        const auto near = nearest_choice(text, words);
        return near.empty() ? "the types are " + choices(words) : near;
    }
};

template <>
struct Value<attachment::MediaPattern> {
    static std::optional<attachment::MediaPattern> parse(std::string_view text)
    {
        return attachment::MediaPattern::parse(text);
    }
    static std::string print(const attachment::MediaPattern& value)
    {
        return value.text();
    }
    static std::string_view kind()
    {
        return "a media type such as application/hta or application/*";
    }
};

} // namespace mailreeve::config
