// A word of a rule that stands for one or more true types of files.
#pragma once

#include "mailreeve/attachment/file_type.hh"
#include "mailreeve/base/api.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

class MAILREEVE_API TypeWord {
public:
    // The name() of a type, or of a group: program, script, shortcut, installer,
    // disk-image, archive, document, active-content, encrypted. Of a word that is both
    // the group.
    static std::optional<TypeWord> parse(std::string_view word);

    bool has(FileType type) const
    {
        return (types_ >> static_cast<unsigned>(type) & 1U) != 0;
    }
    const std::string& text() const { return text_; }

    bool operator==(const TypeWord&) const = default;

private:
    TypeWord(std::string_view word, std::uint64_t types) : text_{word}, types_{types} {}

    std::string text_;
    std::uint64_t types_ = 0; // a bit each
};

// All words, groups first.
MAILREEVE_API std::vector<std::string_view> type_words();

// Runs, mounts or installs something when it is opened under its own type.
MAILREEVE_API bool is_dangerous(FileType type);

} // namespace mailreeve::attachment
