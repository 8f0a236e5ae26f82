// S/MIME that has its content inside of the signature (RFC 8551 3.5.2), which mail
// programs open without a question. Encrypted mail is left as it is: it is what S/MIME
// is for, and a rule may hold it by its type.
#include "mailreeve/attachment/smime.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/cms.hh"
#include "mailreeve/mime/decode.hh"
#include "unpack/openers.hh"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;
using crypto::CmsReading;

namespace {

// The lines between the first that says so and its end (RFC 7468 5, 8, 9).
std::string_view armoured(std::string_view bytes)
{
    constexpr std::array<std::string_view, 3> starts{
        "-----BEGIN PKCS7-----", "-----BEGIN CMS-----",
        "-----BEGIN PKCS #7 SIGNED DATA-----"};
    const auto head = bytes.substr(0, attachment::type_head);
    for (const auto start : starts)
        if (const auto at = head.find(start); at != std::string_view::npos) {
            const auto lines = bytes.substr(at + start.size());
            return lines.substr(0, lines.find("-----END"));
        }
    return {};
}

std::string without_armour(std::string_view lines, std::uint64_t max_bytes)
{
    mime::Entity entity;
    entity.encoding = "base64";
    entity.content = {0, lines.size()};
    return mime::decoded(entity, lines, max_bytes);
}

// Some readers pass empty lines in front of a header.
std::string_view from_first_line(std::string_view bytes)
{
    return bytes.substr(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
}

// Whether there is a field of MIME before the first empty line: without one nothing of
// it is a file. Documents are signed in this form as well.
bool begins_as_entity(std::string_view bytes)
{
    auto head = from_first_line(bytes.substr(0, attachment::type_head));
    while (!head.empty()) {
        auto line = head.substr(0, head.find('\n'));
        head.remove_prefix(std::min(line.size() + 1, head.size()));
        if (ascii::trim(line).empty())
            return false;
        if (ascii::starts_with(line, "content-") ||
            ascii::starts_with(line, "mime-version"))
            return true;
    }
    return false;
}

bool begins_with_field(std::string_view bytes)
{
    bytes = from_first_line(bytes);
    const auto name = bytes.substr(0, bytes.find(':'));
    return !name.empty() && name.size() < bytes.size() &&
           std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f'; });
}

// As "invoice.xml.p7m" is, and "smime.p7m" is not.
bool is_called_document(const Item& item)
{
    return std::ranges::any_of(item.names, [](std::string_view name) {
        return attachment::name_inside_smime(name).find('.') != std::string_view::npos;
    });
}

// A document, or a text: what it is saved as.
void enter_document(Walk& walk, Item& item, std::string_view bytes, std::uint32_t depth)
{
    Found found;
    for (const auto& name : item.names)
        if (const auto inside = attachment::name_inside_smime(name); !inside.empty())
            found.item.names.emplace_back(inside);
    found.size = bytes.size();
    found.source = source_of(bytes);
    if (walk.enter(item, std::move(found), depth))
        enter_embedded(walk, item, bytes, depth);
}

void hinder_by(CmsReading reading, Item& item)
{
    if (reading == CmsReading::Broken)
        hinder(item, Obstacle::Broken, "signed data that is not whole");
    if (reading == CmsReading::TooBig)
        hinder(item, Obstacle::TooBig, "more bytes come out than we look at");
    if (reading == CmsReading::Unsupported)
        hinder(item, Obstacle::Unsupported, "S/MIME that is compressed or in another");
}

} // namespace

void open_smime(Walk& walk, Item& item, const Content& content)
{
    const auto most = walk.budget().output_left();
    std::string plain;
    auto bytes = content.bytes;
    if (const auto lines = armoured(bytes);
        item.type != FileType::Smime && !lines.empty())
        bytes = plain = without_armour(lines, most);
    const auto read = crypto::signed_content(bytes, most);
    hinder_by(read.reading, item);
    const auto inside = read.bytes();
    if (inside.empty())
        return;
    const bool entity = begins_as_entity(inside);
    if (entity)
        open_mail(walk, item, {from_first_line(inside), content.depth});
    // Some take it for the one, some for the other.
    if (!entity || !begins_with_field(inside) || is_called_document(item))
        enter_document(walk, item, inside, content.depth);
}

} // namespace mailreeve::unpack
