// Names by which files that a desktop runs are hidden from filters. EXT stands for an
// extension, EXT1 for its first letter and EXT2 for what is behind it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

struct NameTrick {
    std::string what;
    std::string told;
};

// NOLINTNEXTLINE(readability-function-size): a table
inline const std::vector<NameTrick>& name_tricks()
{
    using namespace std::string_literals;
    static const std::vector<NameTrick> tricks{
        {"nothing hidden", "run.EXT"},
        {"nothing but the extension", ".EXT"},
        {"another name before it", "invoice.pdf.EXT"},
        {"two names before it", "invoice.2026.pdf.EXT"},
        {"many dots", "invoice....EXT"},
        {"blanks before it", "invoice.pdf                               .EXT"},
        {"tabs before it", "invoice.pdf\t\t\t\t.EXT"},
        {"low lines before it", "invoice.pdf____________.EXT"},
        {"wide blanks before it", "invoice.pdf\u2003\u2003\u2003\u2003\u2003.EXT"},
        {"ideographic blanks before it",
         "invoice.pdf\u3000\u3000\u3000\u3000\u3000.EXT"},
        {"Braille blanks before it", "invoice.pdf\u2800\u2800\u2800\u2800.EXT"},
        {"a dot behind it", "run.EXT."},
        {"dots behind it", "run.EXT...."},
        {"a blank behind it", "run.EXT "},
        {"blanks and dots behind it", "run.EXT . . ."},
        {"a tab behind it", "run.EXT\t"},
        {"a blank that does not break behind it", "run.EXT\u00a0"},
        {"a wide blank behind it", "run.EXT\u3000"},
        {"a comma behind it", "run.EXT,"},
        {"a semicolon behind it", "run.EXT;"},
        {"a semicolon and more", "run.EXT;1"},
        {"a slash behind it", "run.EXT/"},
        {"a backslash behind it", "run.EXT\\"},
        {"NUL behind it", "run.EXT\0"s},
        {"NUL and a document behind it", "run.EXT\0.pdf"s},
        {"NUL in it", "run.EXT1\0EXT2"s},
        {"CR behind it", "run.EXT\r"},
        {"LF behind it", "run.EXT\n"},
        {"CRLF and a document behind it", "run.EXT\r\n.pdf"},
        {"LF before it", "invoice.pdf\n.EXT"},
        {"CR in it", "run.EXT1\rEXT2"},
        {"LF in it", "run.EXT1\nEXT2"},
        {"a folded line in it", "run.EXT1\r\n EXT2"},
        {"a folded line before it", "run.\r\n\tEXT"},
        {"a backspace in it", "run.EXT1\bEXT2"},
        {"an escape in it", "run.EXT1\x1b"
                            "EXT2"},
        {"DEL in it", "run.EXT1\x7f"
                      "EXT2"},
        {"a control of ISO 8859 in it", "run.EXT1\u0085EXT2"},
        {"a vertical tab behind it", "run.EXT\v"},
        {"a form feed behind it", "run.EXT\f"},
        {"percent", "run%2EEXT"},
        {"percent, small letters", "run%2eEXT"},
        {"percent, twice", "run%252EEXT"},
        {"percent, three times", "run%25252EEXT"},
        {"percent, a blank behind it", "run.EXT%20"},
        {"percent, a dot behind it", "run.EXT%2E"},
        {"percent, NUL behind it", "run.EXT%00"},
        {"percent, NUL and more behind it", "run.EXT%00.pdf"},
        {"percent, a line end behind it", "run.EXT%0d%0a"},
        {"percent, a line end and more", "run.EXT%0A.pdf"},
        {"percent, a line end in it", "run.EXT1%0aEXT2"},
        {"percent, a path before it", "..%2F..%2Frun.EXT"},
        {"percent, a backslash before it", "a.txt%5Crun.EXT"},
        {"percent, of 16 bits", "run%u002EEXT"},
        {"percent, an override", "invoice%E2%80%AEfdp.EXT"},
        {"percent, an override of 16 bits", "invoice%u202Efdp.EXT"},
        {"percent, a zero width", "run.EXT1%E2%80%8BEXT2"},
        {"percent, fullwidth", "run%EF%BC%8EEXT"},
        {"percent, of RFC 2231", "UTF-8''run%2EEXT"},
        {"a reference", "run&#46;EXT"},
        {"a reference without its end", "run&#46EXT"},
        {"a reference in hex", "run&#x2e;EXT"},
        {"a reference in hex, large", "run&#X2E;EXT"},
        {"a reference with zeros", "run&#0000046;EXT"},
        {"a reference by name", "run&period;EXT"},
        {"a reference of a reference", "run&amp;#46;EXT"},
        {"a reference to a quote behind it", "run.EXT&quot;"},
        {"a reference to a blank behind it", "run.EXT&nbsp;"},
        {"a reference to a line end in it", "run.EXT1&NewLine;EXT2"},
        {"a reference to a zero width", "run.EXT1&ZeroWidthSpace;EXT2"},
        {"a reference in percent", "run%26%2346%3BEXT"},
        {"a path", "C:\\Windows\\run.EXT"},
        {"a path up", "../../run.EXT"},
        {"a path up, the other way", "..\\..\\run.EXT"},
        {"a path behind a document", "invoice.pdf/run.EXT"},
        {"a path of a share", R"(\\192.0.2.7\share\run.EXT)"},
        {"an address", "https://example.net/run.EXT"},
        {"a file address", "file:///C:/run.EXT"},
        {"a path with a mixed end", "a/b\\run.EXT\\/"},
        {"a drive", "C:run.EXT"},
        {"a stream", "run.EXT:stream"},
        {"a stream with a document's name", "run.EXT:invoice.pdf"},
        {"the stream of the file itself", "run.EXT::$DATA"},
        {"a stream of that type", "run.EXT:stream:$DATA"},
        {"as a stream", "invoice.pdf:run.EXT"},
        {"a stream behind a path", "C:\\a\\run.EXT:b"},
        {"a stream and a dot", "run.EXT.:b"},
        {"quotes around it", "\"run.EXT\""},
        {"a quote behind it", "run.EXT\""},
        {"single quotes", "'run.EXT'"},
        {"a quote in it", "run.EXT1\"EXT2"},
        {"quotes before it", "\"invoice.pdf\".EXT"},
        {"angle brackets", "<run.EXT>"},
        {"typographic quotes", "\u201crun.EXT\u201d"},
        {"a backquote", "run.EXT`"},
        {"an override", "invoice\u202efdp.EXT"},
        {"an override in it", "run.EXT1\u202eEXT2"},
        {"an override the other way", "run\u202d.EXT"},
        {"an override and its end", "run\u202egpj.\u202cEXT"},
        {"an embedding", "run\u202b.EXT\u202c"},
        {"an isolate", "run\u2067gpj\u2069.EXT"},
        {"a mark of direction behind it", "run.EXT\u200e"},
        {"a mark of direction in it", "run.EXT1\u200fEXT2"},
        {"an Arabic mark in it", "run.EXT1\u061cEXT2"},
        {"a blank without width", "run.EXT1\u200bEXT2"},
        {"a joiner", "run.EXT1\u200dEXT2"},
        {"a non-joiner", "run.\u200cEXT"},
        {"a word joiner", "run.EXT\u2060"},
        {"a byte order mark", "run.EXT\ufeff"},
        {"a byte order mark in front", "\ufeffrun.EXT"},
        {"a soft hyphen", "run.EXT1\u00adEXT2"},
        {"a grapheme joiner", "run.EXT1\u034fEXT2"},
        {"a variation selector", "run.EXT1\ufe0fEXT2"},
        {"a tag", "run.EXT1\U000e0041EXT2"},
        {"a Mongolian separator", "run.EXT1\u180eEXT2"},
        {"a Hangul filler", "run.EXT1\u115fEXT2"},
        {"a fullwidth dot", "run\uff0eEXT"},
        {"a one dot leader", "run\u2024EXT"},
        {"a small dot", "run\ufe52EXT"},
        {"an ideographic stop", "run\u3002EXT"},
        {"a halfwidth stop", "run\uff61EXT"},
        {"an Arabic stop", "run\u06d4EXT"},
        {"a Lisu dot", "run\ua4f8EXT"},
        {"a fullwidth slash before it", "invoice.pdf\uff0frun.EXT"},
        {"a fullwidth colon behind it", "run.EXT\uff1astream"},
        {"a division slash before it", "a.txt\u2215run.EXT"},
        {"a dot of two bytes", "run\xc0\xae"
                               "EXT"},
        {"a dot of two bytes in percent", "run%C0%AEEXT"},
        {"a slash of two bytes", "invoice.pdf\xc0\xafrun.EXT"},
        {"bytes that are no UTF-8", "\xff\xfe\xe4run.EXT"},
        {"half a letter before it", "run\xe2\x80.EXT"},
        {"an encoded word", "=?UTF-8?B?aW52b2ljZQ==?=.EXT"},
        {"an encoded word with the dot", "=?utf-8?Q?run=2EEXT?="},
        {"two encoded words", "=?utf-8?Q?run=2E?= =?utf-8?Q?EXT?="},
        {"an encoded word with an override", "=?utf-8?Q?run=E2=80=AEfdp=2EEXT?="},
        {"percent, a fullwidth dot and a blank", "run%EF%BC%8EEXT%20%20"},
        {"a path, a stream, a dot", "C:\\a\\run.EXT.::$DATA"},
        {"an override, a blank, quotes", "\"invoice\u202efdp.EXT \""},
        {"a reference to percent", "run&percnt;2EEXT"},
        {"a fullwidth percent", "run\uff052EEXT"},
        {"a zero width in percent", "run%\u200b2EEXT"},
        {"a line end in a path", "a/\r\n run.EXT\r\n"},
        {"a line end and quotes", "\"run.EXT1\r\n EXT2\""},
        {"another class", "run.EXT.{00000000-0000-0000-0000-000000000000}"},
    };
    return tricks;
}

inline std::string replaced(std::string text, std::string_view what,
                            std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

inline std::string with_extension(const NameTrick& trick, std::string_view extension)
{
    auto told = replaced(trick.told, "EXT1", extension.substr(0, 1));
    told = replaced(told, "EXT2", extension.substr(1));
    return replaced(told, "EXT", extension);
}

// Letters that are no ASCII, which some converter or desktop makes so.
inline const std::vector<NameTrick>& letter_tricks()
{
    static const std::vector<NameTrick> tricks{
        {"large letters", "RUN.EXE"},
        {"mixed letters", "run.eXe"},
        {"fullwidth letters", "run.\uff45\uff58\uff45"},
        {"fullwidth, all of it", "\uff52\uff55\uff4e\uff0e\uff25\uff38\uff25"},
        {"mathematical letters", "run.\U0001d41e\U0001d431\U0001d41e"},
        {"double-struck letters", "run.\U0001d556\U0001d569\U0001d556"},
        {"circled letters", "run.\u24d4\u24e7\u24d4"},
        {"superscript letters", "run.\u1d49\u02e3\u1d49"},
        {"a Roman numeral", "run.e\u2179e"},
        {"Cyrillic letters", "run.\u0435\u0445\u0435"},
        {"Greek letters", "run.\u03b5\u03c7\u03b5"},
        {"a long s", "run.\u017fcr"},
        {"a Kelvin sign", "run.ln\u212a"},
        {"a Cyrillic small s", "run.v\u0432\u0455.js"},
        {"Cyrillic js", "run.\u0458\u0455"},
        {"a sign of regions", "run.\U0001f1ea\U0001f1fd\U0001f1ea"},
        {"percent in letters", "run.%65%78%65"},
        {"percent in fullwidth letters", "run.%EF%BD%85xe"},
        {"references in letters", "run.&#101;&#120;&#101;"},
        {"references in hex letters", "run.&#x65;&#x78;&#x65;"},
        {"a class", "read me.{3050f4d8-98B5-11CF-BB82-00AA00BDCE0B}"},
    };
    return tricks;
}

} // namespace mailreeve::test
