// Which class a message is of. Structure first, then who sent it, then what it says.
#pragma once

#include "mailreeve/bounce/header_signs.hh"
#include "mailreeve/bounce/reading.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

// What was seen in the body.
struct BodySigns {
    bool status_part = false;      // message/delivery-status
    bool status_announced = false; // the same behind a broken structure
    bool disposition_part = false;
    bool feedback_part = false;
    bool returned_header = false;
    bool returned_part = false; // a message or its header as a part of its own
    bool headers_part = false;  // a header alone, which nobody attaches
    bool calendar = false;      // a meeting, or an answer about one (RFC 5546)
    bool aggregate = false;     // a file with figures of a whole day (RFC 7489, 8460)
    Class tnef = Class::None;
    std::string words; // plain_words() of the text in front
};

struct Verdict {
    Class kind = Class::None;
    std::string evidence;
    bool sure = true; // as in Reading
};

// `who`, and the phrase that it was known by: for the evidence.
std::string said(std::string_view who, std::optional<std::string_view> phrase);

// `report_type`: of the Content-Type in the header, lower case.
Verdict classify(const HeaderSigns& header, std::string_view report_type,
                 const BodySigns& body);

} // namespace mailreeve::bounce
