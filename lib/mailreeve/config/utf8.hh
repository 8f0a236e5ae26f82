// Reading UTF-8 (RFC 3629) one character at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace mailreeve::config {

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};

// The first character of a text that is not empty; nothing when its bytes are no UTF-8
// (overlong forms and surrogates among them).
std::optional<Character> first_character(std::string_view text);

// How many characters; a byte that is no UTF-8 counts as one.
int count_characters(std::string_view text);

// May stand in a YAML text (YAML 1.2, 5.1): no control characters but tab and newline.
bool is_printable(char32_t code);

// Changes how the text around it is shown, or shows nothing: U+202E and its like.
bool is_invisible(char32_t code);

} // namespace mailreeve::config
