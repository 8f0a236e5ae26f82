// What a session may ask of the MTA that called it.
#pragma once

#include "policy/verdict.hh"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mailreeve::milter {

// The MTA, or the library between us, did not do what it had agreed to.
class MtaFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Lives as long as one callback. All but macro() throw MtaFailed. Bytes go out as they
// are given: whoever adds a header sees to it that its value is fit (mail::printable).
class Mta {
public:
    virtual ~Mta() = default;

    // The value of "i" or "{client_name}"; empty when the MTA did not send it.
    virtual std::string macro(const char* name) const = 0;

    // The reply that goes with TempFail (4xx) or Reject (5xx). The text is printable
    // ASCII on one line; percent signs need no care.
    virtual void set_reply(const policy::Reply& reply) = 0;

    // The rest only at the end of a message, and only what was agreed on.

    // On top of all others; with the space after the colon in `value` if the MTA
    // leaves it there (Agreement::leading_space).
    virtual void insert_header(const std::string& name, const std::string& value) = 0;

    // Behind all others.
    virtual void append_header(const std::string& name, const std::string& value) = 0;

    // The index-th of that name, from 1.
    virtual void change_header(const std::string& name, std::size_t index,
                               const std::string& value) = 0;
    virtual void delete_header(const std::string& name, std::size_t index) = 0;

    // The same sender, or another, with ESMTP parameters ("ENVID=...") that it did not
    // have. Without brackets.
    virtual void change_sender(const std::string& sender,
                               const std::string& parameters) = 0;

    // By the exact text that RCPT brought: Postfix compares bytes.
    virtual void delete_recipient(const std::string& raw) = 0;
    virtual void add_recipient(const std::string& address) = 0;

    // The next piece of the body that takes the place of the one that came; all pieces
    // in order, and nothing else between them. At most 65535 bytes.
    virtual void replace_body(std::string_view piece) = 0;

    // We are still at work: the MTA waits on.
    virtual void progress() = 0;

    // Accepted, and kept back. Postfix throws the reason away (FACTS: it only HOLDs).
    virtual void quarantine(const std::string& reason) = 0;
};

} // namespace mailreeve::milter
