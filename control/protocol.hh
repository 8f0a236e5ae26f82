// What is said on the control socket.
//
//   client: status json\n
//   server: ok 1843\n and 1843 bytes
//
// One request a connection; the server closes it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::control {

enum class Verb {
    Status,
    Metrics, // for Prometheus
    Reload,
    Stop,
};

enum class Form { Text, Json };

struct Request {
    Verb verb = Verb::Status;
    Form form = Form::Text; // Json is for Status and Reload alone

    bool operator==(const Request&) const = default;
};

inline constexpr std::size_t max_request = 64; // bytes, with the line end

// A line without its end: a verb, and "json" where that is possible. Nothing for
// anything else.
std::optional<Request> parse_request(std::string_view line);

// With its line end; parse_request() takes back what is before it.
std::string text(const Request& request);

enum class Outcome {
    Ok,
    Failed,  // it was tried; the text says why it failed
    Refused, // not understood, or not allowed
};

std::string_view name(Outcome outcome); // "ok", "failed", "refused"

struct Reply {
    Outcome outcome = Outcome::Refused;
    std::string text;

    bool operator==(const Reply&) const = default;
};

inline constexpr std::size_t max_reply = std::size_t{16} << 20U; // bytes of text
inline constexpr std::size_t max_reply_head = 32;                // with the line end

// As it is sent: head and text. A text that is too long is cut.
std::string frame(const Reply& reply);

struct ReplyHead {
    Outcome outcome = Outcome::Refused;
    std::size_t size = 0; // of the text that follows

    bool operator==(const ReplyHead&) const = default;
};

// "ok 1843", without the line end; nothing for anything else, or a size beyond
// max_reply.
std::optional<ReplyHead> parse_reply_head(std::string_view line);

} // namespace mailreeve::control
