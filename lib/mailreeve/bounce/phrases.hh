// Sentences by which mail software is known, and how they are looked for.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

// The words of a UTF-8 text as phrases are written: ASCII in lower case, one space for
// each run of white space, plain apostrophes, without lines that are quoted by ">". Not
// more than `max` bytes.
std::string plain_words(std::string_view text, std::size_t max);

// What it is made from must outlive it. Thread-safe.
class Phrases {
public:
    // Phrases as plain_words() gives them, with " | " or a line end between them; lines
    // that begin with "#" say where the next ones were learnt.
    explicit Phrases(std::string_view text);

    // The first phrase that stands in `words` (plain_words()) at the beginning of a
    // word; in scripts without spaces, anywhere.
    std::optional<std::string_view> find(std::string_view words) const;

    // The longest that `words` begins with.
    std::optional<std::string_view> at_front(std::string_view words) const;

    // In no order.
    std::vector<std::string_view> all() const;

private:
    void add_line(std::string_view line);

    std::array<std::vector<std::string_view>, 256> by_first_byte_;
};

// Said in a subject line by notices of non-delivery, at its beginning.
const Phrases& bounce_subjects();

// Of these, those by which mail software alone names its notices.
const Phrases& plain_bounce_subjects();

// Said in the text of a notice of non-delivery, whatever the software.
const Phrases& bounce_sentences();

// At the beginning of the subject of an answer or a forward: "re:", "fwd:".
const Phrases& conversation_subjects();

// At the beginning of the subject of an automatic reply.
const Phrases& reply_subjects();

// At the beginning of the subject of a receipt.
const Phrases& receipt_subjects();

// Said in the text of a receipt that has no structure.
const Phrases& receipt_sentences();

// At the beginning of the subject of a challenge.
const Phrases& challenge_subjects();

// Said in the text of a challenge.
const Phrases& challenge_sentences();

// Said in a complaint that has no structure, subject or text.
const Phrases& complaint_sentences();

} // namespace mailreeve::bounce
