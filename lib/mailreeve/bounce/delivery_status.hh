// The fields of a delivery status (RFC 3464, RFC 6533), a receipt (RFC 8098) or a
// feedback report (RFC 5965), as they are met in the wild.
#pragma once

#include "mailreeve/bounce/reading.hh"
#include "mailreeve/bounce/work.hh"
#include "mailreeve/mail/header_field.hh"

#include <span>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

// xtext (RFC 3461 4) read; what is no escape stays.
std::string from_xtext(std::string_view text);

// Adds to `reading`: recipients, reporting_mta, envelope_ids, references.
class DeliveryStatus {
public:
    // All three must outlive it.
    DeliveryStatus(Reading& reading, Work& work, const ReadingLimits& limits)
        : reading_{reading}, work_{work}, limits_{limits}
    {
    }

    // The content of a status part: groups of fields with empty lines between them,
    // which some leave out.
    void read(std::string_view content);

    // One group.
    void read(std::span<const mail::HeaderField> fields);

private:
    void line(std::string_view line);
    void close_field();
    void close_group() { open_ = nullptr; }
    void take(const mail::HeaderField& field);
    void take_recipient(const mail::HeaderField& field);
    ReportedRecipient* recipient(std::string ReportedRecipient::*member);
    void set(std::string ReportedRecipient::*member, std::string value);
    void refer(Reference::Source source, std::string_view raw);

    Reading& reading_;
    Work& work_;
    const ReadingLimits& limits_;
    mail::HeaderField field_;           // that is being read
    ReportedRecipient* open_ = nullptr; // of this group
};

} // namespace mailreeve::bounce
