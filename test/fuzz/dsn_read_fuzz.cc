// A whole message through the reader of bounces: it ends within its bounds, says the
// same twice, and the header alone tells when it is of no class.
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/parse.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>
#include <variant>
#include <vector>

namespace {

using namespace mailreeve;
using namespace mailreeve::bounce;
using test::hold;

// Small, so that small inputs meet them.
ReadingLimits small_limits()
{
    ReadingLimits limits;
    limits.message = 4'000;
    limits.parts = 8;
    limits.depth = 4;
    limits.work = 8'000;
    limits.blocks = 2;
    limits.fields = 8;
    limits.block_bytes = 400;
    limits.references = 3;
    limits.envelope_ids = 1;
    limits.recipients = 2;
    limits.value = 50;
    return limits;
}

bool is_clean(const std::string& id)
{
    return id.find_first_of("\r\n") == std::string::npos;
}

std::vector<mail::HeaderField> header_of(std::string_view raw)
{
    const auto parsed = mime::parse(raw);
    const auto* const root = std::get_if<mime::Entity>(&parsed);
    return root != nullptr ? root->fields : mime::fields_of(raw);
}

void hold_bounds(const Reading& reading, const ReadingLimits& limits)
{
    hold(reading.returned.size() <= limits.blocks);
    hold(reading.references.size() <= limits.references);
    hold(reading.envelope_ids.size() <= limits.envelope_ids);
    hold(reading.recipients.size() <= limits.recipients);
    hold(reading.reporting_mta.size() <= limits.value);
    for (const auto& block : reading.returned) {
        std::size_t bytes = 0;
        for (const auto& field : block.fields)
            bytes += field.name.size() + field.value.size();
        hold(block.where != Where::None && !block.fields.empty());
        hold(block.fields.size() <= limits.fields && bytes <= limits.block_bytes);
    }
    for (const auto& one : reading.recipients)
        hold(std::max({one.original.size(), one.final.size(), one.action.size(),
                       one.status.size(), one.diagnostic.size()}) <= limits.value);
    for (const auto& id : reading.envelope_ids)
        hold(id.size() <= limits.value);
}

void hold_sense(const Reading& reading)
{
    hold(reading.returned.empty() == (reading.headers == Where::None));
    hold((reading.kind == Class::None) == reading.evidence.empty());
    hold(is_clean(reading.message_id));
    if (reading.kind == Class::None)
        hold(reading.returned.empty() && reading.references.empty());
    if (!reading.message_id.empty())
        hold(std::ranges::any_of(reading.references, [&](const Reference& reference) {
            return reference.message_id == reading.message_id;
        }));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto raw = mailreeve::test::input(bytes, size);
    const auto reading = read(raw, true);
    hold(read(raw, true) == reading);
    hold(read(raw, false).truncated);
    hold_bounds(reading, {});
    hold_sense(reading);
    const auto limits = small_limits();
    const auto cut = read(raw, true, limits);
    hold_bounds(cut, limits);
    hold_sense(cut);
    hold(size <= limits.message || cut.truncated);
    const auto sender = mail::Address::tolerant("bob@example.net");
    const bool starts = !raw.empty() && raw.front() > ' '; // no empty lines in front
    if (starts && raw.find('\n') != std::string_view::npos &&
        read(sender, raw, true).kind != Class::None)
        hold(may_be_bounce(sender, header_of(raw)));
    return 0;
}
