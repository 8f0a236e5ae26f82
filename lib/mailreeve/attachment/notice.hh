// The words that tell a recipient that files were taken out of a message.
#pragma once

#include "mailreeve/attachment/notice_settings.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace mailreeve::attachment {

// What was taken out, for people: untrusted texts, which are cleaned where they are
// shown (shown_name.hh).
struct Removed {
    std::vector<std::string> names; // the file that is denied, then what it was in
    std::string rule;
    std::string reason; // in words that follow a colon: "programs are not let in"

    bool operator==(const Removed&) const = default;
};

struct Notice {
    NoticeSettings settings;
    std::string organization;
    std::string id; // of the transaction
    WallTime time;
};

inline constexpr std::size_t max_told = 20; // files that a warning tells of

// "Example Ltd-Attachment-Warning.txt", fit for a file name.
MAILREEVE_API std::string warning_file_name(const Notice& notice);

// The three lines in front of a text, without line ends; UTF-8, none longer than 998
// bytes.
MAILREEVE_API std::array<std::string, 3> warning_lines(std::span<const Removed> removed,
                                                       const Notice& notice);

// The text of the warning in UTF-8: lines that end by "\n", of at most 78 bytes where
// their blanks allow.
MAILREEVE_API std::string warning_text(std::span<const Removed> removed,
                                       const Notice& notice);

// What stands in the place of more files than `notice` shall be told in full for.
MAILREEVE_API std::string short_warning_text(std::span<const Removed> removed,
                                             const Notice& notice);

} // namespace mailreeve::attachment
