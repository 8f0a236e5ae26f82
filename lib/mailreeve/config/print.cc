#include "mailreeve/config/print.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/config/utf8.hh"

#include <algorithm>

namespace mailreeve::config {

namespace {

constexpr std::size_t widest_line = 80;

// Of what stands without quotes in every place of a YAML file.
bool is_plain(std::string_view text)
{
    const auto plain = [](char c) {
        return ascii::is_alnum(c) ||
               std::string_view{"_./+-@"}.find(c) != std::string_view::npos;
    };
    if (text.empty() || !std::ranges::all_of(text, plain))
        return false;
    const auto first = text.front();
    return ascii::is_alnum(first) || first == '/' || first == '.' || first == '_'
               ? !ascii::equal(text, "null") && text != "..."
               : first == '-' && text.size() > 1 && ascii::is_digit(text[1]);
}

std::string escaped(std::string_view bytes, char32_t code)
{
    if (bytes == "\"" || bytes == "\\")
        return '\\' + std::string{bytes};
    if (code == '\n')
        return "\\n";
    if (code == '\t')
        return "\\t";
    if (is_printable(code) && !is_invisible(code))
        return std::string{bytes};
    std::string digits;
    for (int shift = 28; shift >= 0; shift -= 4)
        digits += "0123456789abcdef"[(code >> static_cast<unsigned>(shift)) & 0xfU];
    return "\\U" + digits;
}

std::string scalar(std::string_view text)
{
    if (is_plain(text))
        return std::string{text};
    std::string quoted = "\"";
    while (!text.empty()) {
        const auto next = first_character(text).value_or(Character{U'\ufffd', 1});
        quoted += escaped(text.substr(0, next.bytes), next.code);
        text.remove_prefix(next.bytes);
    }
    return quoted + '"';
}

bool is_flat(const Node& node)
{
    return std::ranges::all_of(node.items(), &Node::is_scalar);
}

bool is_empty(const Node& node)
{
    return node.items().empty() && node.entries().empty();
}

void print_below(const Node& node, const std::string& indent, std::string& out);

// What follows "key:" or "-", with the end of the line.
void print_value(const Node& node, const std::string& indent, std::string& out)
{
    const auto line_start = out.rfind('\n') + 1; // 0 when there is none
    if (node.is_scalar() || is_empty(node) || (node.is_list() && is_flat(node))) {
        const auto line = print_line(node);
        if (is_empty(node) || out.size() - line_start + line.size() < widest_line) {
            out += ' ' + line + '\n';
            return;
        }
    }
    out += '\n';
    print_below(node, indent, out);
}

void print_below(const Node& node, const std::string& indent, std::string& out)
{
    for (const auto& entry : node.entries()) {
        out += indent + scalar(entry.key) + ':';
        print_value(entry.value, indent + "  ", out);
    }
    for (const auto& item : node.items()) {
        out += indent + '-';
        if (item.is_map() && !is_empty(item)) {
            // The first key stands beside the dash.
            const auto start = out.size();
            print_below(item, indent + "  ", out);
            out.replace(start, indent.size() + 2, " ");
        } else {
            print_value(item, indent + "  ", out);
        }
    }
}

} // namespace

std::string print(const Node& node)
{
    if (node.is_scalar() || is_empty(node))
        return print_line(node) + '\n';
    std::string out;
    print_below(node, {}, out);
    return out;
}

std::string print_line(const Node& node)
{
    std::string line;
    switch (node.kind()) {
    case Node::Kind::Null:
        return "~";
    case Node::Kind::Scalar:
        return scalar(node.text());
    case Node::Kind::List:
        for (const auto& item : node.items())
            line += (line.empty() ? "" : ", ") + print_line(item);
        return '[' + line + ']';
    case Node::Kind::Map:
        for (const auto& entry : node.entries())
            line += (line.empty() ? "" : ", ") + scalar(entry.key) + ": " +
                    print_line(entry.value);
        return '{' + line + '}';
    }
    return line;
}

} // namespace mailreeve::config
