#include "mailreeve/config/manual.hh"

#include "mailreeve/base/ascii.hh"

#include <string_view>

namespace mailreeve::config {

namespace {

// Text that roff takes for nothing but text.
std::string literal(std::string_view text)
{
    std::string safe = "\\&";
    for (const char c : text) {
        if (c == '\\')
            safe += "\\e";
        else if (c == '"')
            safe += "\\(dq";
        else if (c == '-')
            safe += "\\-";
        else
            safe += c;
    }
    return safe;
}

// Each sentence on a line of its own, as roff wants it.
std::string sentences(std::string_view doc)
{
    std::string lines{doc};
    for (auto stop = lines.find(". "); stop != std::string::npos;
         stop = lines.find(". ", stop + 1))
        if (stop + 2 < lines.size() && ascii::is_upper(lines[stop + 2]))
            lines[stop + 1] = '\n';
    return lines;
}

void put_initial(const KeyDoc& key, std::string& out)
{
    if (key.initial == "\"\"")
        return; // what an empty text stands for, `doc` says
    if (key.initial.empty())
        out += "There is no default.\n";
    else
        out += "The default is\n.Li \"" + literal(key.initial) + "\" .\n";
}

void put(const KeyDoc& key, std::string& out)
{
    out += ".It Ic " + key.path + '\n' + sentences(key.doc) + '\n';
    if (!key.section || key.kind != map_of_keys) {
        out += "It is " + key.kind + ".\n";
        if (!key.section)
            put_initial(key, out);
    }
    if (key.restart)
        out += "A change takes effect after a restart.\n";
}

} // namespace

std::string mdoc(std::span<const KeyDoc> keys)
{
    std::string out = ".Bl -tag -width Ds\n";
    for (const auto& key : keys)
        put(key, out);
    return out + ".El\n";
}

} // namespace mailreeve::config
