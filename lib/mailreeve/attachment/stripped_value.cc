#include "mailreeve/attachment/shown_name.hh"
#include "mailreeve/attachment/strip.hh"
#include "mailreeve/crypto/sha256.hh"
#include "mailreeve/log/escape.hh"
#include "mailreeve/mail/header_field.hh"

#include <cstddef>
#include <vector>

namespace mailreeve::attachment {

namespace {

// A name that is not ASCII is told by its bytes: a header is (RFC 5322 2.2).
std::string in_quotes(std::string_view list)
{
    std::string text = "\"";
    for (const char c : log::escape(list, log::Alphabet::Ascii, 2 * max_shown_names))
        text += (c == '"' ? "\\" : "") + std::string{c};
    return text + '"';
}

std::string hex(crypto::ByteView bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes)
        text += {digits[std::to_integer<unsigned>(byte) >> 4U],
                 digits[std::to_integer<unsigned>(byte) & 15U]};
    return text;
}

} // namespace

std::string stripped_value(std::span<const Removal> removals, std::string_view raw)
{
    constexpr std::size_t max_rules = 200;
    std::vector<std::string> names;
    std::vector<std::string> rules;
    for (const auto& removal : removals) {
        const auto& of_one = removal.what.names;
        names.insert(names.end(), of_one.begin(), of_one.end());
        if (!removal.what.rule.empty())
            rules.push_back(removal.what.rule);
    }
    const auto value = "names=" + in_quotes(shown_names(names)) +
                       " rules=" + in_quotes(shown_names(rules, max_rules)) +
                       " sha256=" + hex(crypto::sha256(crypto::bytes_of(raw)));
    return mail::fold(stripped_field, mail::printable(value));
}

} // namespace mailreeve::attachment
