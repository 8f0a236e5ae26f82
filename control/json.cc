#include "control/json.hh"

#include "mailreeve/base/utf8.hh"

#include <cassert>

namespace mailreeve::control {

namespace {

void append_unit(std::string& out, unsigned unit)
{
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4)
        out += digits[unit >> (shift - 4) & 0xfU];
}

// Beyond the basic plane: two surrogates (RFC 8259 7).
void append_escaped(std::string& out, char32_t point)
{
    if (point < 0x10000)
        return append_unit(out, static_cast<unsigned>(point));
    const auto rest = static_cast<unsigned>(point) - 0x10000U;
    append_unit(out, 0xd800U + (rest >> 10U));
    append_unit(out, 0xdc00U + (rest & 0x3ffU));
}

void append_point(std::string& out, char32_t point)
{
    if (point == '"' || point == '\\') {
        out += '\\';
        out += static_cast<char>(point);
    } else if (point == '\n') {
        out += "\\n";
    } else if (point >= 0x20 && point < 0x7f) {
        out += static_cast<char>(point);
    } else {
        append_escaped(out, point);
    }
}

} // namespace

std::string json_string(std::string_view text)
{
    std::string out{'"'};
    while (!text.empty()) {
        const auto point = utf8::first(text);
        append_point(out, point ? point->value : U'\ufffd');
        text.remove_prefix(point ? point->size : 1);
    }
    return out + '"';
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    assert(!counts_.empty() && !after_key_);
    separate();
    text_ += json_string(name) + ": ";
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin(char bracket)
{
    if (!after_key_)
        separate();
    after_key_ = false;
    text_ += bracket;
    counts_.push_back(0);
    return *this;
}

JsonWriter& JsonWriter::end(char bracket)
{
    assert(!counts_.empty() && !after_key_);
    const bool filled = counts_.back() > 0;
    counts_.pop_back();
    if (filled)
        new_line();
    text_ += bracket;
    return *this;
}

JsonWriter& JsonWriter::plain(std::string_view content)
{
    if (!after_key_)
        separate();
    after_key_ = false;
    text_ += content;
    return *this;
}

void JsonWriter::separate()
{
    if (counts_.empty())
        return;
    const bool first = counts_.back()++ == 0;
    if (!first)
        text_ += layout_ == Layout::Line ? ", " : ",";
    new_line();
}

void JsonWriter::new_line()
{
    if (layout_ == Layout::Line)
        return;
    text_ += '\n';
    text_.append(counts_.size() * 2, ' ');
}

std::string JsonWriter::text() const
{
    assert(counts_.empty());
    return text_ + '\n';
}

} // namespace mailreeve::control
