// Whole messages from files, taken apart as an MTA hands them to a milter.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::bench {

struct Message {
    // Values as after the colon, without the one space that follows it; a folded one
    // has bare LF, as Postfix gives it (FACTS.md 1).
    std::vector<std::pair<std::string, std::string>> header;
    std::string body;
};

// Reads what has CRLF at the end of its lines.
Message read_message(std::string_view text);

// One file, or all in a directory, by name. Throws std::runtime_error when there is
// nothing.
std::vector<std::string> read_files(const std::filesystem::path& place);
std::vector<Message> read_messages(const std::filesystem::path& place);

} // namespace mailreeve::bench
