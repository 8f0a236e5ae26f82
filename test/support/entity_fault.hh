// What must be true of the spans of every tree, whatever the message.
#pragma once

#include "mailreeve/mime/entity.hh"

#include <algorithm>
#include <string>
#include <string_view>

namespace mailreeve::test {

namespace entity_fault_of {

inline bool is_line_end(std::string_view text)
{
    return text.empty() || text == "\n" || text == "\r\n";
}

// The line end in front, if any, and the whole boundary line.
inline bool is_boundary(std::string_view text, std::string_view boundary, bool end)
{
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.starts_with("\n") ? 1 : 0);
    const auto line = "--" + std::string{boundary} + (end ? "--" : "");
    return text.starts_with(line) &&
           text.find_first_not_of(" \t\r\n", line.size()) == std::string_view::npos &&
           std::ranges::count(text, '\n') <= 1;
}

inline std::string multipart(const mime::Entity& entity, std::string_view message)
{
    const auto gap = [&](std::size_t begin, std::size_t end) {
        return begin <= end ? message.substr(begin, end - begin) : std::string_view{};
    };
    if (entity.preamble.begin != entity.content.begin)
        return "the preamble does not begin the content";
    auto place = entity.preamble.end;
    for (const auto& part : entity.parts) {
        if (!is_boundary(gap(place, part.header.begin), entity.boundary, false))
            return "no boundary line before a part";
        place = part.content.end;
    }
    const auto end = gap(place, entity.epilogue.begin);
    if (entity.closed && !is_boundary(end, entity.boundary, true))
        return "no end boundary before the epilogue";
    if (!entity.closed && (place != entity.content.end || !entity.epilogue.empty()))
        return "an open multipart has something behind its parts";
    if (entity.epilogue.begin > entity.epilogue.end ||
        entity.epilogue.end != entity.content.end)
        return "the epilogue does not end the content";
    return {};
}

} // namespace entity_fault_of

// Empty when the spans of `entity` and all that it holds partition it.
inline std::string entity_fault(const mime::Entity& entity, std::string_view message)
{
    using namespace entity_fault_of;
    if (entity.header.begin > entity.header.end ||
        entity.header.end > entity.content.begin ||
        entity.content.begin > entity.content.end ||
        entity.content.end > message.size())
        return "spans are out of order";
    if (!is_line_end(message.substr(entity.header.end,
                                    entity.content.begin - entity.header.end)))
        return "more than an empty line behind a header";
    if (entity.is_multipart()) {
        if (auto fault = multipart(entity, message); !fault.empty())
            return fault;
    } else if (entity.is_message() && !entity.parts.empty()) {
        if (entity.parts.size() != 1 || entity.parts[0].whole() != entity.content)
            return "a message is not all of the content around it";
    } else if (!entity.parts.empty()) {
        return "parts in " + entity.type;
    }
    for (const auto& part : entity.parts)
        if (auto fault = entity_fault(part, message); !fault.empty())
            return fault;
    return {};
}

// The same of a whole message.
inline std::string message_fault(const mime::Entity& root, std::string_view message)
{
    if (root.whole() != mime::Span{0, message.size()})
        return "the tree is not all of the message";
    return entity_fault(root, message);
}

} // namespace mailreeve::test
