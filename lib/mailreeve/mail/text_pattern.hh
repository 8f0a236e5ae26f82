// What an administrator writes to find texts of a kind: a glob or a regular expression.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
} // namespace re2

namespace mailreeve::mail {

// Copies share what is compiled. Thread-safe.
class MAILREEVE_API TextPattern {
public:
    static constexpr std::size_t longest = 1000;               // bytes
    static constexpr std::size_t largest_program = 1UL << 20U; // bytes, compiled

    // *.exe        all of the text: * is any characters, ? is one, [a-z] and [!a-z] one
    //              of them, \ takes the next character for itself
    // /^run\d+/    a part of the text, in the syntax of RE2: time in proportion to the
    //              text, whatever either is
    // Case does not matter. Nothing for what is neither; problem() then says why.
    static std::optional<TextPattern> parse(std::string_view text);
    // "missing ): (a at character 1"; empty where there is none.
    static std::string problem(std::string_view text);

    bool matches(std::string_view text) const;

    // As it was written.
    const std::string& text() const { return text_; }

    // "exe" of the glob *.exe: texts that end with a dot and this, and no others,
    // match. Lower case; empty for any other pattern.
    const std::string& extension() const { return extension_; }

    bool operator==(const TextPattern& other) const { return text_ == other.text_; }

private:
    TextPattern() = default;

    std::string text_;
    std::string extension_;
    std::shared_ptr<const re2::RE2> compiled_;
};

} // namespace mailreeve::mail
