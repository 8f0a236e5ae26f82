#include "mailreeve/bounce/references.hh"

#include "mailreeve/mail/message_id.hh"

#include <algorithm>
#include <cstddef>

namespace mailreeve::bounce {

namespace {

constexpr std::size_t max_list = 32'768; // bytes of one field

} // namespace

void add_reference(Reading& reading, Reference::Source source, std::string_view raw,
                   const ReadingLimits& limits)
{
    const auto id = mail::MessageId::parse(raw.substr(0, 2 * mail::max_message_id));
    if (!id)
        return;
    const Reference reference{source, id->text()};
    if (std::ranges::find(reading.references, reference) != reading.references.end())
        return;
    if (reading.references.size() < limits.references)
        reading.references.push_back(reference);
    else
        reading.truncated = true;
}

void add_references(Reading& reading, Reference::Source source, std::string_view raw,
                    const ReadingLimits& limits)
{
    raw = raw.substr(0, max_list);
    auto begin = raw.find('<');
    if (begin == std::string_view::npos && raw.find('@') != std::string_view::npos)
        add_reference(reading, source, raw, limits);
    while (begin != std::string_view::npos &&
           reading.references.size() < limits.references) {
        const auto end = std::min(raw.find('>', begin), raw.size());
        add_reference(reading, source, raw.substr(begin, end - begin), limits);
        begin = raw.find('<', end);
    }
    reading.truncated = reading.truncated || begin != std::string_view::npos;
}

} // namespace mailreeve::bounce
