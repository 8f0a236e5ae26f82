#include "mailreeve/bounce/envelope_id.hh"

#include "mailreeve/crypto/fields.hh"
#include "mailreeve/crypto/text.hh"

namespace mailreeve::bounce {

namespace {

constexpr std::string_view version = "mr1";

// Takes what stands before the next dot, or all of the rest, off the front.
std::string_view take(std::string_view& rest)
{
    const auto dot = rest.find('.');
    const auto part = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    return part;
}

ShortMac mac_of(const Key& key, const EnvelopeId& id, std::string_view sender)
{
    crypto::Fields fields;
    fields.add(version)
        .add(id.key_id)
        .add(crypto::unix_seconds(id.time))
        .add(id.nonce)
        .add(sender);
    return shortened(key.for_envelope_id().mac(fields.bytes()));
}

} // namespace

std::optional<EnvelopeId> EnvelopeId::parse(std::string_view text)
{
    if (text.size() > max_envelope_id || take(text) != version)
        return std::nullopt;
    const auto key_id = take(text);
    const auto time = crypto::from_unix_seconds(take(text));
    const auto nonce = nonce_from(take(text));
    const auto mac = short_mac_from(text); // a dot is no digit of it
    if (!crypto::is_key_id(key_id) || !time || !nonce || !mac)
        return std::nullopt;
    return EnvelopeId{std::string{key_id}, *time, *nonce, *mac};
}

std::string EnvelopeId::text() const
{
    std::string text{version};
    text.append(".").append(key_id);
    text.append(".").append(crypto::unix_seconds(time));
    text.append(".").append(nonce_text(nonce));
    text.append(".").append(crypto::base64url(mac));
    return text;
}

EnvelopeId make_envelope_id(const Key& key, WallTime now, const Nonce& nonce,
                            std::string_view sender)
{
    EnvelopeId id{
        key.info().id, std::chrono::floor<std::chrono::seconds>(now), nonce, {}};
    id.mac = mac_of(key, id, sender);
    return id;
}

Check verify(const EnvelopeId& id, std::string_view sender, const KeyRing& ring,
             WallTime now, std::chrono::seconds lifetime)
{
    const auto* key = ring.find(id.key_id);
    if (key == nullptr)
        return Check::UnknownKey;
    if (!crypto::equal(mac_of(*key, id, sender), id.mac))
        return Check::Forged;
    return check_age(id.time, now, lifetime);
}

} // namespace mailreeve::bounce
