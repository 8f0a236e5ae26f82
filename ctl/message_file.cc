#include "ctl/message_file.hh"

#include "mailreeve/base/ascii.hh"

#include <fstream>
#include <iostream>
#include <string>

namespace mailreeve::ctl {

namespace {

// One line, without its end.
std::string_view take_line(std::string_view& text)
{
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::string read_up_to(std::istream& stream, std::size_t most)
{
    std::string text(most, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(most));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

} // namespace

std::vector<mail::HeaderField> parse_header(std::string_view text)
{
    text = text.substr(0, max_header);
    std::vector<mail::HeaderField> fields;
    bool in_field = false;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.empty())
            break;
        if (line.front() == ' ' || line.front() == '\t') {
            if (in_field)
                fields.back().value.append("\n").append(line);
            continue;
        }
        const auto colon = line.find(':');
        const auto name = line.substr(0, colon);
        in_field = colon != std::string_view::npos && !name.starts_with("From ");
        if (!in_field)
            continue;
        auto value = line.substr(colon + 1);
        value.remove_prefix(value.starts_with(' ') ? 1 : 0);
        fields.push_back({std::string{name}, std::string{value}});
    }
    return fields;
}

std::optional<std::vector<mail::HeaderField>>
read_header(const std::filesystem::path& file)
{
    if (file == "-")
        return parse_header(read_up_to(std::cin, max_header));
    std::ifstream stream{file, std::ios::binary};
    if (!stream.is_open())
        return std::nullopt;
    const auto text = read_up_to(stream, max_header);
    if (stream.bad() || (text.empty() && std::filesystem::is_directory(file)))
        return std::nullopt;
    return parse_header(text);
}

} // namespace mailreeve::ctl
