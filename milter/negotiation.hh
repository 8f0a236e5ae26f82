// What we ask of an MTA, out of what it offers: never more, and no step that is not
// used.
#pragma once

#include "milter/answer.hh"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

// The protocol's own numbers (SMFIF_ and SMFIP_ of libmilter, which session code does
// not include; libmilter_mta.cc holds them to each other).
namespace action {
inline constexpr std::uint32_t add_headers = 0x001;
inline constexpr std::uint32_t add_recipients = 0x004;
inline constexpr std::uint32_t delete_recipients = 0x008;
inline constexpr std::uint32_t change_headers = 0x010;
inline constexpr std::uint32_t change_body = 0x002;
inline constexpr std::uint32_t quarantine = 0x020;
inline constexpr std::uint32_t change_sender = 0x040;
inline constexpr std::uint32_t set_macros = 0x100;
} // namespace action

namespace step {
inline constexpr std::uint32_t no_body = 0x00000010;
inline constexpr std::uint32_t no_end_of_headers = 0x00000040;
inline constexpr std::uint32_t silent_header = 0x00000080;
inline constexpr std::uint32_t no_unknown = 0x00000100;
inline constexpr std::uint32_t no_data = 0x00000200; // the command, not the content
inline constexpr std::uint32_t skip = 0x00000400;    // of what is left of a body
inline constexpr std::uint32_t silent_connect = 0x00001000;
inline constexpr std::uint32_t silent_helo = 0x00002000;
inline constexpr std::uint32_t silent_mail = 0x00004000;
inline constexpr std::uint32_t silent_data = 0x00010000;
inline constexpr std::uint32_t silent_unknown = 0x00020000;
inline constexpr std::uint32_t silent_end_of_headers = 0x00040000;
inline constexpr std::uint32_t leading_space = 0x00100000;
} // namespace step

struct Offer {
    std::uint32_t actions = 0;
    std::uint32_t steps = 0;
};

enum class Load {
    WithinLimits,
    OverLimits, // the connection will be turned away: its connect needs a reply
};

struct Agreement {
    std::uint32_t actions = 0;
    std::uint32_t steps = 0;

    bool grants(std::uint32_t wanted) const { return (actions & wanted) == wanted; }

    // Header values come, and go, with the space after the colon.
    bool leading_space() const { return (steps & step::leading_space) != 0; }

    // Bodies come at all, and may be cut short.
    bool has_body() const { return (steps & step::no_body) == 0; }
    bool skips() const { return (steps & step::skip) != 0; }

    // The MTA waits for no reply to this stage.
    bool is_silent(Stage stage) const;

    bool operator==(const Agreement&) const = default;
};

// What the configuration in force is about.
struct Wants {
    bool bounces = false;  // stamps on what leaves, proofs in what comes back
    bool contents = false; // whole messages: to judge what is in them, or to keep them
};

// Replies that are left out are round trips saved: only RCPT and the end of a message
// have one, as all that is refused is refused there; and the body, so that it can be
// cut short (FACTS: not where its reply is left out).
Agreement negotiate(const Offer& offer, Load load, Wants wants);

// Features that cannot work with this MTA, in words for the log.
std::vector<std::string_view> lacking(const Agreement& agreement);

// The macros that we read, one list a stage (`stage` is SMFIM_): they replace the
// MTA's own lists, so that nothing else is sent.
struct MacroList {
    int stage;
    const char* names;
};

inline constexpr std::array macro_lists{
    MacroList{0, "j {daemon_name} {client_name} {client_resolve} v"}, // connect
    MacroList{1, ""},                                                 // HELO
    MacroList{2, "i {auth_authen} {mail_mailer}"},                    // MAIL
    MacroList{3, "i"},                                                // RCPT
    MacroList{4, ""},                                                 // DATA
    MacroList{5, "i"},                                                // end of message
    MacroList{6, ""},                                                 // end of headers
};

} // namespace mailreeve::milter
