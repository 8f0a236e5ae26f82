// Lines of mail, whatever ends them: CRLF, LF or, as old hosts store it, CR alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

// `text` must outlive it.
class Lines {
public:
    explicit Lines(std::string_view text) : text_{text} {}

    // Without its end; nothing when there are no more.
    std::optional<std::string_view> next();

    // What next() has not given yet.
    std::string_view rest() const { return text_.substr(begin_); }

private:
    std::string_view text_;
    std::size_t begin_ = 0;
    std::optional<std::size_t> line_feed_; // the first one found last, or the end
};

// `text` without the empty lines that stand alone between two others; more of them in a
// row become one. "<br>" and "</p>" in front of a line end make such lines everywhere
// in an HTML text.
std::string single_spaced(std::string_view text);

// Nothing but marks of quoting.
bool is_blank(std::string_view line);

// How long the marks of quoting are at the front of a line: white space, ">" and "|".
std::size_t quote_size(std::string_view line);

struct FieldLine {
    std::string_view name;  // without white space before the colon
    std::string_view value; // what follows the colon
};

// The line as the first one of a header field. Stricter than RFC 5322 2.2, for it has
// to tell fields from prose: a name is letters, digits, "-", "_" and ".", begins with a
// letter, and is no scheme of a URL.
std::optional<FieldLine> field_line(std::string_view line);

} // namespace mailreeve::bounce
