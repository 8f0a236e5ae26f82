#include "mailreeve/attachment/text_type.hh"

#include "mailreeve/attachment/markup.hh"
#include "mailreeve/attachment/plain_text.hh"
#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <span>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;
using Words = std::span<const std::string_view>;

bool begins_with_any(std::string_view text, Words words)
{
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.starts_with(word); });
}

bool has_any(std::string_view text, Words words)
{
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != npos; });
}

// At the beginning of one of the first lines.
bool begins_line_with_any(std::string_view text, Words words)
{
    constexpr int lines = 8;
    for (int i = 0; i < lines; ++i) {
        if (begins_with_any(ascii::trim(text.substr(0, text.find('\n'))), words))
            return true;
        const auto end = text.find('\n');
        if (end == npos)
            return false;
        text.remove_prefix(end + 1);
    }
    return false;
}

constexpr auto shortcuts = std::to_array<std::string_view>(
    {"[internetshortcut", "[desktop entry]", "[shell]", "[autorun]",
     "full address:s:", "screen mode id:i:"});

// Files that Windows opens as if they were a place: library-ms, searchConnector-ms,
// settingcontent-ms.
constexpr auto places = std::to_array<std::string_view>(
    {"<librarydescription", "<searchconnectordescription", "<pcsettings"});

constexpr auto registry =
    std::to_array<std::string_view>({"regedit4", "windows registry editor version"});

// "#@~^" begins a script that Microsoft's encoder has written.
constexpr auto script_starts = std::to_array<std::string_view>(
    {"#!", "#@~^", "<job", "<package>", "<component", "<scriptlet", "<registration",
     "[cmdletbinding", "#requires -", "tell application \""});

constexpr auto script_lines = std::to_array<std::string_view>(
    {"@echo off", "@echo on", "@setlocal", "on error resume next", "option explicit",
     "powershell ", "powershell.exe ", "cmd /c ", "cmd.exe /c ", "mshta ", "wscript ",
     "cscript ", "set-strictmode ", "$erroractionpreference", "param(", "param ("});

constexpr auto script_words = std::to_array<std::string_view>(
    {"wscript.", "createobject(", "activexobject(", "set-executionpolicy",
     "invoke-expression", "downloadstring(", "frombase64string(", "<ms:script",
     "<msxsl:script"});

constexpr auto scriptlets =
    std::to_array<std::string_view>({"<scriptlet", "<job", "<component"});

bool is_shortcut(std::string_view text)
{
    constexpr std::size_t front = 2048;
    return begins_line_with_any(text, shortcuts) ||
           (text.starts_with('<') && has_any(text.substr(0, front), places));
}

bool begins_as_script(std::string_view text)
{
    return begins_with_any(text, script_starts) ||
           begins_line_with_any(text, script_lines) ||
           (text.starts_with("<?xml") && has_any(text, scriptlets));
}

constexpr auto fields = std::to_array<std::string_view>(
    {"received", "return-path", "from", "to", "cc", "subject", "date", "message-id",
     "mime-version", "content-type", "content-transfer-encoding", "reply-to",
     "delivered-to", "dkim-signature", "sender", "x-mailer", "in-reply-to",
     "references"});

// Two or more fields that are known, of those in front.
bool is_mail(std::string_view text)
{
    constexpr int most_lines = 200;
    int known = 0;
    if (text.starts_with("from ")) // as mailboxes have it
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    for (int i = 0; i < most_lines && known < 2; ++i) {
        const auto line = text.substr(0, text.find('\n'));
        const auto colon = line.find(':');
        const bool folded = i > 0 && (line.starts_with(' ') || line.starts_with('\t'));
        if (!folded && (colon == npos || line.substr(0, colon).find(' ') != npos))
            return false;
        if (!folded && std::ranges::find(fields, line.substr(0, colon)) != fields.end())
            ++known;
        if (line.size() == text.size())
            break;
        text.remove_prefix(line.size() + 1);
    }
    return known >= 2;
}

bool is_encrypted_armor(std::string_view text)
{
    return begins_line_with_any(
        text, std::array{std::string_view{"-----begin pgp message-----"}});
}

FileType of_words(std::string_view text)
{
    const auto front = ascii::trim(text);
    if (begins_with_any(front, registry))
        return FileType::Registry;
    if (is_shortcut(front))
        return FileType::Shortcut;
    if (begins_as_script(front))
        return FileType::Script;
    const bool mail = is_mail(text);
    const auto markup = mail ? FileType::Unknown : type_of_markup(text);
    if (markup != FileType::Unknown)
        return markup;
    if (is_encrypted_armor(front))
        return FileType::Pgp;
    constexpr std::size_t front_of_script = std::size_t{8} * 1024;
    if (!mail && has_any(text.substr(0, front_of_script), script_words))
        return FileType::Script;
    return mail ? FileType::Mail : FileType::Text;
}

} // namespace

bool is_text(std::string_view bytes)
{
    return std::ranges::all_of(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 || (byte >= '\a' && byte <= '\r') || byte == 0x1a ||
               byte == 0x1b;
    });
}

FileType type_of_text(std::string_view head)
{
    if (is_text(head) || is_utf16(head))
        return of_words(plain_text(head));
    // A browser shows a page whatever bytes are among its letters.
    if (head.find('<') == npos)
        return FileType::Unknown;
    const auto markup = type_of_markup(plain_text(head));
    return markup == FileType::ActiveHtml ? markup : FileType::Unknown;
}

FileType with_hidden_script(std::string_view head, FileType type)
{
    return may_have_script_element(head) && has_script_element(plain_text(head))
               ? FileType::ActiveHtml
               : type;
}

bool is_picture_and_script(std::string_view head)
{
    return std::ranges::any_of(
        std::to_array<std::string_view>({"GIF89a", "GIF87a", "BM", "\xff\xd8\xff\xe0"}),
        [&](std::string_view mark) {
            const auto size = head.substr(std::min(mark.size(), head.size()));
            return head.starts_with(mark) &&
                   (size.starts_with("/*") || size.starts_with("=")) &&
                   size.find("*/") != npos;
        });
}

} // namespace mailreeve::attachment
