#include "bench/message_files.hh"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace mailreeve::bench {

namespace fs = std::filesystem;

namespace {

bool is_folding(char character)
{
    return character == ' ' || character == '\t';
}

void add_line(Message& message, std::string_view line)
{
    auto& header = message.header;
    if (is_folding(line.front()) && !header.empty()) {
        header.back().second += '\n';
        header.back().second += line;
        return;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        throw std::runtime_error{"not a header field: " + std::string{line}};
    auto value = line.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    header.emplace_back(line.substr(0, colon), value);
}

std::string content(const fs::path& file)
{
    std::string bytes(fs::file_size(file), '\0');
    std::ifstream in{file, std::ios::binary};
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        throw std::runtime_error{"cannot read " + file.string()};
    return bytes;
}

} // namespace

Message read_message(std::string_view text)
{
    Message message;
    while (!text.empty()) {
        const auto end = std::min(text.find("\r\n"), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 2, text.size()));
        if (line.empty())
            break;
        add_line(message, line);
    }
    message.body = text;
    return message;
}

std::vector<std::string> read_files(const fs::path& place)
{
    std::vector<fs::path> files;
    if (fs::is_directory(place))
        for (const auto& entry : fs::directory_iterator{place})
            files.push_back(entry.path());
    else
        files.push_back(place);
    if (files.empty())
        throw std::runtime_error{"nothing in " + place.string()};
    std::ranges::sort(files);
    std::vector<std::string> all;
    std::ranges::transform(files, std::back_inserter(all), content);
    return all;
}

std::vector<Message> read_messages(const fs::path& place)
{
    std::vector<Message> messages;
    std::ranges::transform(read_files(place), std::back_inserter(messages),
                           read_message);
    return messages;
}

} // namespace mailreeve::bench
