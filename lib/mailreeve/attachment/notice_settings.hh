// The `attachments.notice` section of mailreeve.yaml: what stands in the place of files
// that were taken out.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/reader.hh"
#include "mailreeve/config/schema.hh"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

inline constexpr std::size_t max_notice_text = std::size_t{16} * 1024; // bytes

// The word in braces that is no placeholder of `known` ("{a} {b}"), braces and all; an
// open brace alone where its end is missing. Empty: all are known.
MAILREEVE_API std::string unknown_placeholder(std::string_view text,
                                              std::string_view known);

// The text of the warning, and the file that it came from.
struct MAILREEVE_API NoticeText {
    std::filesystem::path file; // empty: the text is built in
    std::string text = built_in();

    static std::string built_in();

    // Of a text: {names} {reasons} {id} {contact} {organization} {time}.
    static constexpr std::string_view placeholders =
        "{names} {reasons} {id} {contact} {organization} {time}";

    bool operator==(const NoticeText&) const = default;
};

struct MAILREEVE_API NoticeSettings {
    std::string file = "{organization}-Attachment-Warning.txt"; // a name
    NoticeText text;                                            // the key is `template`
    std::string contact = "the postmaster of {organization}";
    bool in_text = true;

    static config::Fields<NoticeSettings> fields();
    bool operator==(const NoticeSettings&) const = default;
};

} // namespace mailreeve::attachment

namespace mailreeve::config {

// The word default, or the path of a text file, which is read then and there.
template <>
struct MAILREEVE_API Reader<attachment::NoticeText> {
    static void read(const Node& node, attachment::NoticeText& out,
                     Diagnostics& diagnostics);
    static Node show(const attachment::NoticeText& value);
    static std::string kind();
};

} // namespace mailreeve::config
