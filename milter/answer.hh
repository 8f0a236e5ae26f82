// The stages of a session, and what may be answered to each.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailreeve::milter {

enum class Stage { Connect, Helo, Mail, Recipient, Header, Body, End };
inline constexpr std::size_t stages = 7;

// "connect", "helo", "mail", "rcpt", "header", "body", "end"
constexpr std::string_view name(Stage stage)
{
    switch (stage) {
    case Stage::Connect:
        return "connect";
    case Stage::Helo:
        return "helo";
    case Stage::Mail:
        return "mail";
    case Stage::Recipient:
        return "rcpt";
    case Stage::Header:
        return "header";
    case Stage::Body:
        return "body";
    case Stage::End:
        break;
    }
    return "end";
}

// Accepting a whole connection is not among them: what comes later on it is judged too.
enum class Answer {
    Continue,
    NoReply,  // the stage was agreed to have none: anything else breaks the protocol
    Skip,     // of a body: what is left of it need not be sent
    Discard,  // at the end: taken over by us, and nobody else gets it
    TempFail, // with the reply that was set, 4xx
    Reject,   // the same, 5xx
};

} // namespace mailreeve::milter
