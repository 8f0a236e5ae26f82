// What is kept of a message's own bytes while it comes, to be read at its end.
#pragma once

#include "mailreeve/mail/header_field.hh"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

class Content {
public:
    // What a message may bring; the rest of it is not kept. Real headers end long
    // before (Postfix: header_size_limit 102400).
    static constexpr std::size_t max_fields = 1000;
    static constexpr std::size_t max_header = std::size_t{256} * 1024;

    // Keeps so many bytes of a body.
    explicit Content(std::size_t max_body) : max_body_{max_body} {}

    void header(std::string_view name, std::string_view value);

    // False when no more of it will be kept.
    bool body(std::string_view chunk);

    std::span<const mail::HeaderField> fields() const { return fields_; }

    // Header, empty line and body, as far as they were kept.
    std::string raw() const;

    // All of the message was kept.
    bool is_complete() const { return complete_; }

private:
    std::size_t max_body_;
    std::vector<mail::HeaderField> fields_;
    std::size_t header_bytes_ = 0;
    std::string body_;
    bool complete_ = true;
};

} // namespace mailreeve::milter
