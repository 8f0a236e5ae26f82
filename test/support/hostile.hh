// Texts that senders, name servers and clients send to do harm.
#pragma once

#include <string>
#include <vector>

namespace mailreeve::test {

inline std::vector<std::string> hostile_texts()
{
    return {
        std::string("a\0b", 3),
        "line\r\nInjected: yes",
        "line\n- - verdict action=accept",
        "\x1b]0;title\x07",
        "\x1b[2J",
        "'\"><script>alert(1)</script>",
        "%n%s%x%%",
        "../../etc/passwd",
        "$(id)`id`",
        "'; DROP TABLE mail;--",
        std::string{"a\xe2\x80\xae"} + "exe.txt", // U+202E
        "\xe2\x81\xa6x\xe2\x81\xa9",              // U+2066, U+2069
        "\xe2\x80\x8e\xe2\x80\x8f",               // U+200E, U+200F
        "\xd8\x9c",                               // U+061C
        "\xe2\x80\xa8\xe2\x80\xa9",               // line and paragraph separator
        std::string{"\xc2\x85\xc2\x9b"} + "2J",   // C1
        "\xc0\xaf\xe0\x80\xaf",                   // overlong
        "\xed\xa0\x80",                           // a surrogate
        "\xf4\x90\x80\x80",                       // past U+10FFFF
        "\xff\xfe\x80",
        "\xc3",
        R"(back\slash \x41 \n)",
        R"(say "hi" key=value)",
        " ",
        "",
        std::string(65'536, 'A'),
        "J\xc3\xbcrgen \xf0\x9f\x93\xa7",
    };
}

} // namespace mailreeve::test
