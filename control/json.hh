// Writing JSON (RFC 8259). Nothing here reads any.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::control {

// "text" with its quotes, in ASCII alone: other characters become \uXXXX, so that what
// came from mail or DNS steers no terminal; bytes that are no UTF-8 become \ufffd.
std::string json_string(std::string_view text);

enum class Layout {
    Indented, // by two spaces
    Line,     // on one line, as programs read many of them
};

// Puts a document together. Keys belong to objects, values without a key to arrays;
// anything else is a bug.
class JsonWriter {
public:
    explicit JsonWriter(Layout layout = Layout::Indented) : layout_{layout} {}

    JsonWriter& begin_object() { return begin('{'); }
    JsonWriter& end_object() { return end('}'); }
    JsonWriter& begin_array() { return begin('['); }
    JsonWriter& end_array() { return end(']'); }

    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text) { return plain(json_string(text)); }
    JsonWriter& value(const char* text) { return value(std::string_view{text}); }
    JsonWriter& value(bool yes) { return plain(yes ? "true" : "false"); }
    template <std::integral Number>
    JsonWriter& value(Number number)
    {
        return plain(std::to_string(number));
    }
    // As it is written: "6.20"; a number, or null.
    JsonWriter& number(std::string_view digits) { return plain(digits); }
    JsonWriter& null() { return plain("null"); }

    template <class Value>
    JsonWriter& member(std::string_view name, const Value& content)
    {
        key(name);
        return value(content);
    }

    // The document, with a line end. All that was begun must have ended.
    std::string text() const;

private:
    JsonWriter& begin(char bracket);
    JsonWriter& end(char bracket);
    JsonWriter& plain(std::string_view content);
    void separate();
    void new_line();

    Layout layout_;
    std::string text_;
    std::vector<std::size_t> counts_; // of what is open: how much is in it
    bool after_key_ = false;
};

} // namespace mailreeve::control
