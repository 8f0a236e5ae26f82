// A message and what is to go, for the tests of stripping.
#pragma once

#include "mailreeve/attachment/strip.hh"
#include "mailreeve/mime/decode.hh"
#include "test/mime/tree.hh"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

inline attachment::Notice notice(bool in_text = true)
{
    using namespace std::chrono_literals;
    attachment::Notice notice{
        {}, "Example Ltd", "1B7K0Q2M9XW3T", WallTime{} + 20'413 * 24h};
    notice.settings.in_text = in_text;
    return notice;
}

inline const std::string& notice_lines()
{
    static const std::string lines =
        "Warning: This message has had one or more attachments removed\n"
        "Warning: (run.exe, run.zip).\n"
        "Warning: Please read the \"Example Ltd-Attachment-Warning.txt\" "
        "attachment(s) for more information.\n";
    return lines;
}

inline attachment::Removed run_exe()
{
    return {{"run.exe", "run.zip"}, "programs", "programs are not let in"};
}

// The entity that the path leads to: {0, 1} is the second part of the first.
inline const mime::Entity& at(const mime::Entity& message,
                              std::initializer_list<std::size_t> path)
{
    const auto* entity = &message;
    for (const auto part : path)
        entity = &entity->parts.at(part);
    return *entity;
}

// `raw` without the entities at those paths.
inline std::string
without(std::string_view raw,
        std::initializer_list<std::initializer_list<std::size_t>> paths,
        const attachment::Notice& told = notice())
{
    const auto message = tree(raw);
    std::vector<attachment::Removal> removals;
    for (const auto& path : paths)
        removals.push_back({&at(message, path), {}, run_exe()});
    const auto plan = attachment::plan_strip(message, raw, removals, told);
    for (const auto& edit : plan.edits)
        CHECK(edit.where.begin >= message.content.begin);
    return attachment::stripped(message, raw, plan);
}

inline std::string base64_of(std::string_view bytes)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t j = i; j < i + 3; ++j)
            bits = bits << 8U |
                   (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text += i + j <= bytes.size() ? digits[bits >> (18 - 6 * j) & 63U] : '=';
        text += i % 57 == 54 ? "\n" : "";
    }
    return text;
}

inline std::string text_at(std::string_view raw,
                           std::initializer_list<std::size_t> path)
{
    return mime::text(at(tree(raw), path), raw, 100'000);
}

} // namespace mailreeve::test
