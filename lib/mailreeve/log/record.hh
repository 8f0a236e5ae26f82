// One line of the log: what happened, to which transaction, as key=value.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/log/escape.hh"

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailreeve::log {

enum class Severity { Debug, Info, Notice, Warning, Error, Critical };

// "debug", "info", "notice", "warning", "error", "critical"
MAILREEVE_API std::string_view name(Severity severity);

inline constexpr std::size_t max_record = 8192; // bytes; what syslog daemons take

// Whom a record is about: the transaction's id, and the MTA's once it has given one.
struct Subject {
    std::string_view id;
    std::string_view queue_id;
};

// Record{"verdict", {id, queue_id}}.with("action", "tag").with("score", 620)
//     1B7K0Q2M9XW3T 4bX2 verdict action=tag score=620
// A dash stands for an id that there is not. Whatever the values hold, it is one line
// without control characters. Fields that no longer find room are counted:
// left_out=2.
class MAILREEVE_API Record {
public:
    // `event` and keys are words of ours, [a-z0-9_.-]; anything else is a bug.
    explicit Record(std::string_view event, const Subject& subject = {});

    // Bytes from outside are welcome. Of a longer value the first `limit` bytes are
    // shown.
    Record& with(std::string_view key, std::string_view text,
                 std::size_t limit = max_value);
    Record& with(std::string_view key, const char* text)
    {
        return with(key, std::string_view{text});
    }
    Record& with(std::string_view key, bool yes)
    {
        return with_plain(key, yes ? "yes" : "no");
    }
    template <std::integral Number>
    Record& with(std::string_view key, Number number)
    {
        return with_plain(key, std::to_string(number));
    }
    // Milliseconds: 12.345
    Record& with(std::string_view key, std::chrono::microseconds duration);

    std::string text() const;

private:
    Record& with_plain(std::string_view key, std::string_view value);
    void begin_field(std::string_view key);
    Record& end_field(std::size_t before);

    std::string text_;
    std::size_t left_out_ = 0;
};

} // namespace mailreeve::log
