#include "mailreeve/attachment/notice.hh"

#include "mailreeve/attachment/shown_name.hh"

#include <algorithm>
#include <string_view>
#include <utility>

namespace mailreeve::attachment {

namespace {

using Values = std::span<const std::pair<std::string_view, std::string>>;

constexpr std::size_t line_room = 78; // RFC 5322 2.1.1
constexpr std::size_t max_reason = 300;
constexpr std::size_t max_contact = 600;
constexpr std::size_t max_id = 64;

// In one pass: a value may itself look like a placeholder.
std::string filled(std::string_view text, Values values)
{
    std::string full;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            values, [&](const auto& value) { return text.starts_with(value.first); });
        const auto size = found == values.end() ? 1 : found->first.size();
        full += found == values.end() ? text.substr(0, 1) : found->second;
        text.remove_prefix(size);
    }
    return full;
}

std::string with_organization(std::string_view text, const Notice& notice,
                              std::size_t max_bytes)
{
    const std::array values{
        std::pair{std::string_view{"{organization}"}, notice.organization}};
    return shown_name(filled(text, values), max_bytes);
}

std::string two_digits(unsigned number)
{
    return {static_cast<char>('0' + number / 10 % 10),
            static_cast<char>('0' + number % 10)};
}

// "2026-11-22 09:15 UTC"
std::string shown_time(WallTime time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two_digits(static_cast<unsigned>(date.month())) + '-' +
           two_digits(static_cast<unsigned>(date.day())) + ' ' +
           two_digits(static_cast<unsigned>(minutes / 60)) + ':' +
           two_digits(static_cast<unsigned>(minutes % 60)) + " UTC";
}

// "run.exe (in inner.zip, in outer.zip)"
std::string with_outer(const Removed& removed)
{
    constexpr std::size_t max_outer = 3;
    if (removed.names.empty())
        return shown_name("");
    auto text = shown_name(removed.names.front());
    const auto outer = std::span{removed.names}.subspan(1);
    for (std::size_t i = 0; i < std::min(outer.size(), max_outer); ++i)
        text += (i == 0 ? " (in " : ", in ") + shown_name(outer[i]);
    return outer.empty() ? text : text + ")";
}

// Each file once, on a line of its own without a line end behind the last.
template <class Line>
std::string list(std::span<const Removed> removed, const Line& line)
{
    std::string text;
    for (const auto& one : removed.first(std::min(removed.size(), max_told)))
        text += (text.empty() ? "  " : "\n  ") + line(one);
    if (removed.size() > max_told)
        text += "\n  and " + std::to_string(removed.size() - max_told) + " more";
    return text;
}

std::string reasons(std::span<const Removed> removed)
{
    return list(removed, [](const Removed& one) {
        auto text = shown_name(one.names.empty() ? "" : one.names.front()) + ": " +
                    shown_name(one.reason, max_reason);
        return one.rule.empty() ? text : text + " (" + shown_name(one.rule) + ")";
    });
}

void append_wrapped(std::string& text, std::string_view line)
{
    const auto blanks = std::min(line.find_first_not_of(' '), line.size());
    const std::string indent(std::min<std::size_t>(blanks, line_room / 2), ' ');
    while (line.size() > line_room) {
        auto end = line.rfind(' ', line_room);
        if (end == std::string_view::npos || end <= indent.size())
            end = line.find(' ', line_room);
        if (end == std::string_view::npos)
            break;
        text.append(line.substr(0, end)).append("\n").append(indent);
        line.remove_prefix(end + 1);
    }
    text.append(line).append("\n");
}

std::string wrapped(std::string_view text)
{
    std::string lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        while (line.ends_with('\r') || line.ends_with(' ') || line.ends_with('\t'))
            line.remove_suffix(1);
        append_wrapped(lines, line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace

std::string warning_file_name(const Notice& notice)
{
    return shown_file_name(
        with_organization(notice.settings.file, notice, max_shown_name));
}

std::array<std::string, 3> warning_lines(std::span<const Removed> removed,
                                         const Notice& notice)
{
    std::vector<std::string> names;
    for (const auto& one : removed)
        names.insert(names.end(), one.names.begin(), one.names.end());
    if (names.empty())
        names.emplace_back();
    return {"Warning: This message has had one or more attachments removed",
            "Warning: (" + shown_names(names) + ").",
            "Warning: Please read the \"" + warning_file_name(notice) +
                "\" attachment(s) for more information."};
}

std::string warning_text(std::span<const Removed> removed, const Notice& notice)
{
    const std::array<std::pair<std::string_view, std::string>, 6> values{{
        {"{names}", list(removed, with_outer)},
        {"{reasons}", reasons(removed)},
        {"{id}", shown_name(notice.id, max_id)},
        {"{contact}", with_organization(notice.settings.contact, notice, max_contact)},
        {"{organization}", shown_name(notice.organization)},
        {"{time}", shown_time(notice.time)},
    }};
    return wrapped(filled(notice.settings.text.text, values));
}

std::string short_warning_text(std::span<const Removed> removed, const Notice& notice)
{
    return wrapped(
        "This file was removed from the message as others were; see the "
        "first warning for whom to ask.\n\n" +
        list(removed.first(std::min<std::size_t>(removed.size(), 1)), with_outer) +
        "\n\n" + shown_name(notice.id, max_id) + "\n");
}

} // namespace mailreeve::attachment
