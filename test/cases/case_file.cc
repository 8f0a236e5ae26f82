#include "test/cases/case_file.hh"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace mailreeve::test {

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    if (!stream)
        throw std::runtime_error{"cannot read " + file.string()};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

constexpr std::string_view indent = "    ";

// The indented lines from `next` on, without their indent.
std::vector<std::string> block(const std::vector<std::string>& lines, std::size_t& next)
{
    std::vector<std::string> inner;
    for (; next < lines.size() && lines[next].starts_with(indent); ++next)
        inner.push_back(lines[next].substr(indent.size()));
    return inner;
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines)
        text += line + '\n';
    return text;
}

} // namespace

std::vector<std::string> CaseFile::spoken() const
{
    std::vector<std::string> lines;
    std::ranges::copy_if(transcript, std::back_inserter(lines),
                         [](const auto& line) { return !line.starts_with("  "); });
    return lines;
}

CaseFile read_case(const std::filesystem::path& file)
{
    const auto lines = lines_of(file);
    CaseFile read;
    for (std::size_t next = 0; next < lines.size();) {
        const auto& line = lines[next++];
        if (line.starts_with("# "))
            read.title += (read.title.empty() ? "" : " ") + line.substr(2);
        else if (line.starts_with("limits "))
            read.limits = line.substr(7);
        else if (line == "config")
            read.config = joined(block(lines, next));
        else if (line == "dns")
            read.dns = block(lines, next);
        else if (line == "session") {
            read.transcript.assign(lines.begin() + static_cast<std::ptrdiff_t>(next),
                                   lines.end());
            return read;
        } else if (!line.empty())
            throw std::runtime_error{file.string() + ": what is \"" + line + "\"?"};
    }
    throw std::runtime_error{file.string() + ": no session"};
}

void write_case(const std::filesystem::path& file,
                const std::vector<std::string>& transcript)
{
    auto lines = lines_of(file);
    lines.erase(std::ranges::find(lines, "session") + 1, lines.end());
    std::ofstream stream{file};
    for (const auto& line : lines)
        stream << line << '\n';
    for (const auto& line : transcript)
        stream << line << '\n';
}

} // namespace mailreeve::test
