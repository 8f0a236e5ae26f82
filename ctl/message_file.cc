#include "ctl/message_file.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

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

// Most files are small: no more is made room for than there is.
std::string read_up_to(std::istream& stream, std::size_t most)
{
    constexpr std::size_t piece = std::size_t{1} << 16U;
    std::string text;
    while (text.size() < most && stream) {
        const auto had = text.size();
        text.resize(std::min(most, had + piece));
        stream.read(text.data() + had, static_cast<std::streamsize>(text.size() - had));
        text.resize(had + static_cast<std::size_t>(stream.gcount()));
    }
    return text;
}

// Nothing when it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& file,
                                     std::size_t most)
{
    if (file == "-")
        return read_up_to(std::cin, most);
    std::ifstream stream{file, std::ios::binary};
    if (!stream.is_open())
        return std::nullopt;
    auto text = read_up_to(stream, most);
    std::error_code ignored;
    if (stream.bad() || (text.empty() && std::filesystem::is_directory(file, ignored)))
        return std::nullopt;
    return text;
}

// Where the body begins; all of the text is a header where no empty line ends it.
std::size_t begin_of_body(std::string_view text)
{
    const auto rest = text.substr(0, max_header);
    for (auto end = rest.find('\n'); end != std::string_view::npos;
         end = rest.find('\n', end + 1)) {
        const auto next = rest.substr(end + 1);
        if (next.starts_with('\n'))
            return end + 2;
        if (next.starts_with("\r\n"))
            return end + 3;
    }
    return std::min(text.size(), max_header);
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

std::optional<MessageFront> read_front(const std::filesystem::path& file,
                                       std::size_t max_body)
{
    auto text = read_file(file, max_header + max_body + 1);
    if (!text)
        return std::nullopt;
    MessageFront front{*std::move(text), true};
    const auto most = begin_of_body(front.text) + max_body;
    if (front.text.size() > most) {
        front.text.resize(most);
        front.is_all = false;
    }
    return front;
}

} // namespace mailreeve::ctl
