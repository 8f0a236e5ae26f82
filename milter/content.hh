// What is kept of a message's own bytes while it comes, to be read at its end.
#pragma once

#include "mailreeve/base/scratch_file.hh"
#include "mailreeve/mail/header_field.hh"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

// How much is kept, and where.
struct ContentBounds {
    std::uint64_t body = 0;              // the rest of it is not kept
    std::size_t in_memory = 0;           // beyond it, in a file without a name
    std::filesystem::path scratch = "/"; // where such a file goes
};

class Content {
public:
    // Fields that are told as such (fields()). Real headers end long before (Postfix:
    // header_size_limit 102400).
    static constexpr std::size_t max_fields = 1000;
    static constexpr std::size_t max_header = std::size_t{256} * 1024;

    explicit Content(const ContentBounds& bounds);

    void header(std::string_view name, std::string_view value);

    // False when no more of it will be kept. What is thrown by a disk that is full or
    // gone is noted: is_lost().
    bool body(std::string_view chunk);

    // The first of them.
    std::span<const mail::HeaderField> fields() const { return fields_; }

    // Header, empty line and body, as far as they were kept, until the next call of
    // another member. Nothing when it is lost.
    std::string_view raw();

    // Where the body begins in raw().
    std::size_t body_begin() const { return header_size_; }

    // All of the message was kept.
    bool is_complete() const { return complete_ && !lost_; }

    // The disk would not take it.
    bool is_lost() const { return lost_; }

private:
    void end_header();
    void keep(std::string_view bytes);

    std::uint64_t max_body_;
    std::vector<mail::HeaderField> fields_;
    std::size_t field_bytes_ = 0;
    std::size_t header_size_ = 0; // with the empty line, once it is there
    std::uint64_t body_size_ = 0;
    ScratchFile raw_;
    bool complete_ = true;
    bool lost_ = false;
};

} // namespace mailreeve::milter
