#include "mailreeve/crypto/stored_key.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/random.hh"
#include "mailreeve/crypto/text.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::crypto {

namespace {

constexpr std::string_view heading = "mailreeve-key ";
constexpr std::string_view version = "1";
constexpr std::size_t id_bytes = 4;
constexpr std::size_t longest_secret = 128; // what is told to be too long, still read
constexpr std::size_t usual_size = 256;     // more than a text takes

std::string hex(ByteView bytes)
{
    std::string text;
    for (const auto byte : bytes) {
        text += "0123456789abcdef"[std::to_integer<unsigned>(byte >> 4U)];
        text += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xfU];
    }
    return text;
}

// Takes "name value\n" off the front and returns the value; nothing when another line
// stands there.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view name)
{
    const auto end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(name))
        return std::nullopt;
    const auto value = text.substr(name.size(), end - name.size());
    text.remove_prefix(end + 1);
    return value;
}

bool all_the_same(ByteView bytes)
{
    return std::ranges::all_of(bytes,
                               [&](std::byte byte) { return byte == bytes.front(); });
}

std::variant<Secret, KeyFault> parse_secret(std::string_view text)
{
    auto bytes = from_base64url(text, longest_secret);
    if (!bytes)
        return text.size() > longest_secret ? KeyFault::SecretSize : KeyFault::Encoding;
    auto secret = Secret::from(*bytes);
    wipe(*bytes);
    if (!secret)
        return KeyFault::SecretSize;
    if (all_the_same(secret->bytes()))
        return KeyFault::DefaultSecret;
    return std::move(*secret);
}

std::optional<KeyFault> check_heading(std::string_view& text)
{
    if (text.empty())
        return KeyFault::Empty;
    const auto found = take_line(text, heading);
    if (!found)
        return KeyFault::NotOurs;
    return *found == version ? std::nullopt : std::optional{KeyFault::Version};
}

} // namespace

bool is_key_id(std::string_view text)
{
    return text.size() == 2 * id_bytes && std::ranges::all_of(text, [](char c) {
               return ascii::is_digit(c) || (c >= 'a' && c <= 'f');
           });
}

StoredKey make_stored_key(WallTime created, WallTime signs_from)
{
    return {hex(random_bytes<id_bytes>()),
            std::chrono::floor<std::chrono::seconds>(created),
            std::chrono::floor<std::chrono::seconds>(signs_from), Secret::make()};
}

std::string_view words(KeyFault fault)
{
    switch (fault) {
    case KeyFault::Empty:
        return "is empty";
    case KeyFault::NotOurs:
        return "is no key of mailreeve";
    case KeyFault::Version:
        return "has a version that this mailreeve does not know";
    case KeyFault::Layout:
        return "is cut short, or has lines that belong to no key";
    case KeyFault::Id:
        return "has an id that is not 8 hexadecimal digits";
    case KeyFault::Time:
        return "has a time that is none";
    case KeyFault::Encoding:
        return "has a secret that is no base64url";
    case KeyFault::SecretSize:
        return "has a secret that is not 32 bytes long";
    case KeyFault::DefaultSecret:
        break;
    }
    return "has a secret of which all bytes are the same";
}

ParsedKey parse_key(std::string_view text)
{
    if (const auto fault = check_heading(text))
        return *fault;
    const auto id = take_line(text, "id ");
    const auto created = take_line(text, "created ");
    const auto signs_from = take_line(text, "signs-from ");
    const auto encoded = take_line(text, "secret ");
    if (!id || !created || !signs_from || !encoded || !text.empty())
        return KeyFault::Layout;
    if (!is_key_id(*id))
        return KeyFault::Id;
    const auto made = from_unix_seconds(*created);
    const auto from = from_unix_seconds(*signs_from);
    if (!made || !from)
        return KeyFault::Time;
    auto secret = parse_secret(*encoded);
    if (const auto* fault = std::get_if<KeyFault>(&secret))
        return *fault;
    return StoredKey{std::string{*id}, *made, *from,
                     std::get<Secret>(std::move(secret))};
}

std::string write_key(const StoredKey& key)
{
    std::string text;
    text.reserve(usual_size); // moving would leave the secret behind
    text.append(heading).append(version).append("\nid ").append(key.id);
    text.append("\ncreated ").append(unix_seconds(key.created));
    text.append("\nsigns-from ").append(unix_seconds(key.signs_from));
    auto secret = base64url(key.secret.bytes());
    text.append("\nsecret ").append(secret).append("\n");
    wipe(std::as_writable_bytes(std::span{secret}));
    return text;
}

} // namespace mailreeve::crypto
