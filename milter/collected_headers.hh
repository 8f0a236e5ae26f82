// What is remembered of the header fields of one message: subjects, what names it, and
// what was forged.
#pragma once

#include "mailreeve/mail/message_id.hh"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

// An MTA finds a field by its name (whatever the case) and its place among those of
// that name, from 1.
struct Place {
    std::string name;
    std::size_t index = 0;

    bool operator==(const Place&) const = default;
};

struct Subject {
    Place place;
    std::string value; // raw

    bool operator==(const Subject&) const = default;
};

class CollectedHeaders {
public:
    // Bounds: a message may bring as many fields as it likes. What is beyond them stays
    // counted, so that places stay right.
    static constexpr std::size_t max_subjects = 100;
    static constexpr std::size_t max_subject_bytes =
        std::size_t{256} * 1024; // of all together
    // For each that is removed, Postfix reads the whole header from its beginning.
    static constexpr std::size_t max_forged = 500;

    static constexpr std::size_t max_value = std::size_t{64} * 1024; // of From

    // `authserv_id`: whose Authentication-Results are ours. `stamp_field`: which field
    // carries our stamp.
    CollectedHeaders(std::string authserv_id, std::string stamp_field);

    const std::string& authserv_id() const { return authserv_id_; }

    // In the order of the message; `value` as the MTA gave it.
    void add(std::string_view name, std::string_view value);

    const std::vector<Subject>& subjects() const { return subjects_; }

    // Every X-Mailreeve-* and every Authentication-Results that claims to be ours,
    // those of one name from the last to the first: an MTA may number anew after a
    // removal.
    std::vector<Place> forged() const;

    // The stamps among them, from the last to the first.
    std::vector<Place> stamps() const;

    // The raw value of the first From, cut where it is far too long; empty: none.
    const std::string& from_value() const { return from_; }

    // Whether there is such a field, whatever is in it, and the raw value of the first.
    bool has_message_id() const { return has_message_id_; }
    const std::string& message_id_value() const { return message_id_value_; }

    const std::optional<mail::MessageId>& message_id() const { return message_id_; }

    std::size_t count() const { return count_; }
    std::size_t bytes() const { return bytes_; }

    // Of the fields that concern us: how many were beyond the bounds. A message that
    // has any cannot be cleaned.
    std::size_t beyond_bounds() const { return beyond_bounds_; }

private:
    void add_subject(std::string_view name, std::string_view value);
    void add_results(std::string_view name, std::string_view value);
    void add_ours(std::string_view name);
    void add_from(std::string_view value);
    void add_message_id(std::string_view value);

    // Names that differ in the white space before the colon are counted apart: whether
    // the MTA takes them for one, it has decided before it shows them.
    using Counts = std::map<std::string, std::size_t>;

    std::string authserv_id_;
    std::string stamp_field_;
    std::string from_;
    bool has_from_ = false;
    std::string message_id_value_;
    bool has_message_id_ = false;
    Counts subject_counts_;
    Counts results_counts_;
    Counts ours_;
    std::vector<Subject> subjects_;
    std::vector<Place> forged_results_;
    std::optional<mail::MessageId> message_id_;
    std::size_t forged_ = 0; // that forged() gives
    std::size_t subject_bytes_ = 0;
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;
    std::size_t beyond_bounds_ = 0;
};

} // namespace mailreeve::milter
