// Hostile envelope ids and tagged recipients: one text an id, and a tag that is good is
// one that we make.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/batv.hh"
#include "mailreeve/bounce/batv_tag.hh"
#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/envelope_id.hh"
#include "test/fuzz/hold.hh"
#include "test/support/keys.hh"

namespace {

using namespace mailreeve;
using namespace mailreeve::bounce;
using test::hold;

constexpr std::chrono::seconds lifetime{1209600};

constexpr WallTime now = test::at(1793000000);
constexpr std::string_view sender = "alice@example.net";

const KeyRing& ring()
{
    static const auto keys =
        test::ring({{"1a2b3c4d", test::at(0)}, {"2b3c4d5e", test::at(1)}});
    return keys;
}

// The one that is good.
const std::string& made()
{
    static const auto text = make_envelope_id(ring().keys().front(), now,
                                              *nonce_from("aebagbafaydqqcik"), sender)
                                 .text();
    return text;
}

void try_envelope_id(std::string_view text)
{
    const auto id = EnvelopeId::parse(text);
    if (!id)
        return;
    hold(id->text() == text);
    hold(text.size() <= max_envelope_id);
    const auto check = verify(*id, sender, ring(), now, lifetime);
    hold((check == Check::Good) == (text == made()));
}

void try_tags(std::string_view local)
{
    for (const auto find : {find_prvs, find_sub_address, find_any_tag})
        if (const auto found = find(local)) {
            hold(!found->local.empty() && !found->tag.empty());
            hold(found->local.size() + found->tag.size() < local.size());
            hold(find_any_tag(local).has_value());
        }
}

// A good tag is, but for case, one that a key of the ring makes on one of nine days.
bool is_made(const mail::Address& recipient, const mail::Address& address)
{
    for (const auto& key : ring().keys())
        for (int day = 0; day <= batv_lifetime.count(); ++day)
            for (const auto form : {BatvForm::Prvs, BatvForm::SubAddress})
                for (const char delimiter : {'+', '-', '=', '_', '.'}) {
                    const auto tag = tagged(key, now - std::chrono::days{day}, address,
                                            form, delimiter);
                    if (tag && mail::same_mailbox(*tag, recipient))
                        return true;
                }
    return false;
}

void try_recipient(const mail::Address& recipient)
{
    const auto whole = normalised(recipient);
    if (recipient.is_well_formed()) {
        const auto again = mail::Address::parse(whole);
        hold(again && normalised(*again) == whole);
    }
    const auto found = untag(recipient, ring(), now);
    if (!found)
        return;
    hold(found->address.is_well_formed());
    hold(found->address.local().size() < recipient.local().size());
    hold(found->check != Check::UnknownKey);
    if (found->check != Check::Good)
        return;
    hold(normalised(found->address) == whole);
    if (recipient.local().size() <= max_tagged_local &&
        !find_any_tag(found->address.local()))
        hold(is_made(recipient, found->address));
}

void try_tagging(const mail::Address& address)
{
    for (const auto form : {BatvForm::Prvs, BatvForm::SubAddress}) {
        const auto sent = tagged(ring().keys().front(), now, address, form);
        if (!sent)
            continue;
        hold(sent->local().size() <= max_tagged_local);
        hold(normalised(*sent) == normalised(address));
        const auto back = untag(*sent, ring(), now);
        hold(back && back->check == Check::Good && back->address == address);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto input = mailreeve::test::input(bytes, size);
    try_envelope_id(input);
    try_tags(input);
    const auto address = mail::Address::tolerant(input);
    try_recipient(address);
    try_tagging(address);
    return 0;
}
