#include "mailreeve/attachment/notice_settings.hh"

#include "mailreeve/base/utf8.hh"
#include "mailreeve/config/field.hh"
#include "mailreeve/config/file.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace mailreeve::attachment {

namespace {

constexpr std::string_view organization_only = "{organization}";
constexpr std::size_t max_name = 100;    // bytes
constexpr std::size_t max_contact = 500; // bytes

bool is_file_name(const std::string& name)
{
    return !name.empty() && name.size() <= max_name &&
           name.find_first_of("/\\") == std::string::npos &&
           unknown_placeholder(name, organization_only).empty();
}

bool is_contact(const std::string& contact)
{
    return !contact.empty() && contact.size() <= max_contact &&
           unknown_placeholder(contact, organization_only).empty();
}

bool is_text_byte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= ' ' ? byte != 0x7f : c == '\n' || c == '\r' || c == '\t';
}

// Why a text cannot be the warning; empty when it can.
std::string fault_of(std::string_view text)
{
    if (text.size() > max_notice_text)
        return "is longer than " + std::to_string(max_notice_text) + " bytes";
    if (!utf8::is_valid(text) || !std::ranges::all_of(text, is_text_byte))
        return "is no text in UTF-8";
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return "is empty";
    const auto unknown = unknown_placeholder(text, NoticeText::placeholders);
    return unknown.empty() ? ""
                           : "has an unknown placeholder " + config::quote(unknown);
}

} // namespace

std::string unknown_placeholder(std::string_view text, std::string_view known)
{
    while (true) {
        const auto begin = text.find('{');
        if (begin == std::string_view::npos)
            return {};
        text.remove_prefix(begin);
        const auto end = text.find_first_of("} \t\r\n");
        if (end == std::string_view::npos || text[end] != '}')
            return "{";
        const auto word = text.substr(0, end + 1);
        if (known.find(word) == std::string_view::npos)
            return std::string{word};
        text.remove_prefix(word.size());
    }
}

std::string NoticeText::built_in()
{
    return "This is a warning of the mail system of {organization}.\n"
           "\n"
           "One or more attachments were removed from this message, because files "
           "like\n"
           "them can do harm:\n"
           "\n"
           "{names}\n"
           "\n"
           "Why:\n"
           "\n"
           "{reasons}\n"
           "\n"
           "Nothing else in the message was changed but for this warning. The "
           "original,\n"
           "with all of its attachments, is kept by the administrator for a while. If\n"
           "you need it, please ask {contact} and tell this number: {id}\n"
           "\n"
           "Please be careful: a sender whom you know may not have sent the file.\n"
           "\n"
           "{time}\n";
}

config::Fields<NoticeSettings> NoticeSettings::fields()
{
    static constexpr std::array keys{
        config::field<&NoticeSettings::file,
                      config::that<is_file_name,
                                   "a file name of at most 100 bytes without slashes "
                                   "and without placeholders but {organization}">>(
            "file", "The name of the text file that stands in the place of each file "
                    "that was removed."),
        config::field<&NoticeSettings::text>(
            "template",
            "A text file in UTF-8 of at most 16 KiB, which is what is written there. "
            "{names} and {reasons} stand for lists of lines; {id}, {contact}, "
            "{organization} and {time} for words. Read when the configuration is."),
        config::field<
            &NoticeSettings::contact,
            config::that<is_contact, "a text of at most 500 bytes without placeholders "
                                     "but {organization}">>(
            "contact", "Whom to ask for the original, in words that go on from "
                       "\"please ask\"."),
        config::field<&NoticeSettings::in_text>(
            "in_text", "Three lines in front of the text of the message tell of the "
                       "removal, too. false: nothing but what is removed changes."),
    };
    return keys;
}

} // namespace mailreeve::attachment

namespace mailreeve::config {

using attachment::NoticeText;

void Reader<NoticeText>::read(const Node& node, NoticeText& out,
                              Diagnostics& diagnostics)
{
    using Path = std::filesystem::path;
    if (node.is_scalar() && node.text() == "default") {
        out = NoticeText{};
        return;
    }
    std::optional<Path> path;
    read_scalar<Path>(node, path, diagnostics);
    if (!path)
        return;
    Diagnostics unread;
    auto text = read_file(*path, unread);
    if (!text) {
        diagnostics.error(node.place(),
                          quote(path->string()) + ": " + unread.all().at(0).message);
        return;
    }
    if (text->starts_with("\xef\xbb\xbf")) // the mark that some editors write
        text->erase(0, 3);
    if (const auto fault = attachment::fault_of(*text); !fault.empty()) {
        diagnostics.error(node.place(), quote(path->string()) + " " + fault,
                          "a text file in UTF-8 with the placeholders " +
                              std::string{NoticeText::placeholders});
        return;
    }
    out = {std::move(*path), std::move(*text)};
}

Node Reader<NoticeText>::show(const NoticeText& value)
{
    return Node::scalar(value.file.empty() ? "default" : value.file.string());
}

std::string Reader<NoticeText>::kind()
{
    return "the word default or an absolute path such as /etc/mailreeve/warning.txt";
}

} // namespace mailreeve::config
