// A message parsed and written as a shape that a table can hold.
#pragma once

#include "mailreeve/mime/parse.hh"

#include "test/support/entity_fault.hh"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

namespace mailreeve::test {

// "multipart/mixed[text/plain message/rfc822[text/html]]"
inline std::string shape(const mime::Entity& entity)
{
    std::string text = entity.type;
    if (entity.parts.empty())
        return text;
    text += '[';
    for (const auto& part : entity.parts)
        text += (text.ends_with('[') ? "" : " ") + shape(part);
    return text + ']';
}

// Its tree, which is sound.
inline mime::Entity tree(std::string_view message, const mime::Limits& limits = {})
{
    auto parsed = mime::parse(message, limits);
    REQUIRE(std::holds_alternative<mime::Entity>(parsed));
    auto root = std::get<mime::Entity>(std::move(parsed));
    CHECK(message_fault(root, message) == "");
    return root;
}

inline std::string with_crlf(std::string_view text)
{
    std::string lines;
    for (const char c : text)
        lines += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return lines;
}

} // namespace mailreeve::test
