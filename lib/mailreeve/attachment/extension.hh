// What the end of a name tells a desktop to do with the file. Inside this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

// What is opened by running it, or by running something in it; and what is not.
enum class ExtensionKind {
    Program,
    Script,
    Shortcut,
    Installer,
    Disk,
    Setting,
    Notebook,
    MacroDocument,
    Document,
    Text,
    Picture,
    Sound,
    Film,
    Archive,
    Page,
    Mail,
    Other, // none that is known
};

// In lower case, without the dot. Empty for Other.
std::vector<std::string_view> extensions(ExtensionKind kind);

ExtensionKind kind_of_extension(std::string_view extension);

// A desktop runs it, .com as well.
bool is_program_extension(std::string_view extension);

// One that people open without fear.
bool is_document_extension(std::string_view extension);

} // namespace mailreeve::attachment
