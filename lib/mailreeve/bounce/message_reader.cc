#include "mailreeve/bounce/message_reader.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"
#include "mailreeve/bounce/phrases.hh"
#include "mailreeve/bounce/references.hh"
#include "mailreeve/bounce/tnef.hh"
#include "mailreeve/mail/message_id.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/html.hh"
#include "mailreeve/mime/parameter.hh"
#include "mailreeve/mime/parse.hh"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

namespace mailreeve::bounce {

namespace {

using Kind = Piece::Kind;

constexpr std::size_t max_words = 8'192; // of the text, to look for phrases in

mime::Limits tree_limits(const ReadingLimits& limits)
{
    mime::Limits tree;
    tree.parts = limits.parts;
    tree.depth = limits.depth;
    return tree;
}

bool is_status(Kind kind)
{
    return kind == Kind::Status || kind == Kind::Disposition || kind == Kind::Feedback;
}

} // namespace

MessageReader::MessageReader(std::string_view raw, const ReadingLimits& limits)
    : raw_{raw}, limits_{limits}, work_{limits.work}, status_{reading_, work_, limits},
      returned_{work_, limits}
{
}

Reading MessageReader::read(const mail::Address* sender)
{
    mime::Entity root;
    parse(root);
    if (root.type == "message/partial" && !is_enclosed_)
        return read_enclosed(sender, root.content.of(raw_));
    header_ = header_signs(sender, root.fields);
    if (!header_.any())
        return {};
    read_body(root);
    body_.returned_header = !returned_.empty();
    body_.returned_part = returned_.has_part();
    auto verdict = classify(header_, root.report_type, body_);
    if (verdict.kind == Class::None) {
        Reading nothing;
        nothing.truncated = work_.is_over();
        return nothing;
    }
    reading_.kind = verdict.kind;
    reading_.evidence = std::move(verdict.evidence);
    reading_.sure = verdict.sure;
    finish(root);
    return std::move(reading_);
}

// The first part of a divided message begins with the header of the whole (RFC 2046
// 5.2.2).
Reading MessageReader::read_enclosed(const mail::Address* sender,
                                     std::string_view content) const
{
    MessageReader inside{content, limits_};
    inside.is_enclosed_ = true;
    auto reading = inside.read(sender);
    reading.truncated = true;
    return reading;
}

// Without a tree the fields of the header still tell something.
void MessageReader::parse(mime::Entity& root)
{
    auto parsed = mime::parse(raw_, tree_limits(limits_));
    if (auto* const tree = std::get_if<mime::Entity>(&parsed)) {
        root = std::move(*tree);
        return;
    }
    has_tree_ = false;
    work_.cut();
    root.fields = mime::fields_of(raw_);
    if (const auto* const type = value_of(root.fields, "Content-Type"))
        root.report_type = ascii::lower(
            mime::reading(mime::read_value(*type).parameters, "report-type"));
    const auto end = std::min(raw_.find("\n\n"), raw_.find("\n\r\n"));
    root.content = {std::min(end, raw_.size()), raw_.size()};
}

void MessageReader::read_body(const mime::Entity& root)
{
    const auto content = root.content.of(raw_);
    if (has_tree_)
        read_pieces(root, raw_, 0);
    if (header_.report && !body_.status_part)
        body_.status_announced = announces_status(work_.take(content));
    if (!returned_.empty())
        return;
    const bool is_read = has_tree_ && !root.is_multipart();
    for (const auto& part : salvage(content, limits_.parts))
        if (part.has_header || !is_read)
            read_salvaged(part);
}

void MessageReader::read_pieces(const mime::Entity& root, std::string_view raw,
                                std::size_t level)
{
    for (auto piece : pieces(root)) {
        piece.level += level;
        if (piece.level <= readable_)
            read_piece(piece, raw);
    }
}

void MessageReader::read_piece(const Piece& piece, std::string_view raw)
{
    switch (piece.kind) {
    case Kind::Status:
    case Kind::Disposition:
    case Kind::Feedback:
        read_status(piece, raw);
        break;
    case Kind::Message:
        read_message(piece, raw);
        break;
    case Kind::Headers:
        body_.headers_part = body_.headers_part || piece.level == 0;
        returned_.add_first(decoded(piece, raw), Where::Rfc822Headers, piece.level);
        break;
    case Kind::Text:
    case Kind::Html:
        read_text(piece, raw);
        break;
    case Kind::Tnef:
        if (piece.level == 0 && body_.tnef == Class::None)
            body_.tnef = class_of_tnef(mime::decoded(*piece.entity, raw, tnef_front));
        break;
    case Kind::Calendar:
        body_.calendar = body_.calendar || piece.level == 0;
        break;
    case Kind::Aggregate:
        body_.aggregate = body_.aggregate || piece.level == 0;
        break;
    }
}

void MessageReader::read_status(const Piece& piece, std::string_view raw)
{
    if (piece.level > 0)
        return; // of another message than ours
    body_.status_part = body_.status_part || piece.kind == Kind::Status;
    body_.disposition_part = body_.disposition_part || piece.kind == Kind::Disposition;
    body_.feedback_part = body_.feedback_part || piece.kind == Kind::Feedback;
    status_.read(decoded(piece, raw));
}

// Its own parts are read only where it is a bounce itself: `readable_`.
void MessageReader::read_message(const Piece& piece, std::string_view raw)
{
    const bool is_plain = !piece.entity->parts.empty();
    const auto text = is_plain ? std::string{} : decoded(piece, raw);
    const auto content =
        is_plain ? piece.entity->content.of(raw) : std::string_view{text};
    readable_ = piece.level;
    if (!returned_.add_first(content, Where::Rfc822Part, piece.level))
        return;
    readable_ = piece.level + 1;
    if (!is_plain)
        read_encoded(text, readable_);
}

void MessageReader::read_encoded(std::string_view message, std::size_t level)
{
    if (level > limits_.depth)
        return work_.cut();
    const auto parsed = mime::parse(message, tree_limits(limits_));
    if (const auto* const root = std::get_if<mime::Entity>(&parsed))
        read_pieces(*root, message, level);
    else
        work_.cut();
}

void MessageReader::read_text(const Piece& piece, std::string_view raw)
{
    auto text = mime::text(*piece.entity, raw, work_.left());
    work_.take(text);
    if (piece.kind == Kind::Html)
        text = single_spaced(mime::text_of_html(work_.take(text), limits_.message));
    if (piece.level == 0 && !is_salvaging_ && read_loose_parts(text))
        return;
    if (piece.level == 0)
        add_words(text);
    read_blocks(text, piece.level);
}

// A text with parts in it, as where Content-Type got lost on the way: each has an
// encoding of its own. Parts behind a returned header are of that message.
bool MessageReader::read_loose_parts(std::string_view text)
{
    const auto parts = salvage(text, limits_.parts);
    if (std::ranges::none_of(parts, &Salvaged::has_header))
        return false;
    const auto& front = parts.front();
    const auto before = returned_.size();
    read_salvaged(front);
    if (!front.has_header && returned_.size() > before) {
        read_blocks(text.substr(front.text.size()), 1);
        return true;
    }
    for (const auto& part : std::span{parts}.subspan(1))
        read_salvaged(part);
    return true;
}

void MessageReader::read_blocks(std::string_view text, std::size_t level)
{
    bool is_inside = level > 0; // what follows a returned header is not of this message
    for (auto& block : find_blocks(text, work_, limits_)) {
        if (!block.is_status) {
            returned_.add(std::move(block), Where::InlineText, level);
            is_inside = true;
        } else if (!is_inside) {
            status_.read(block.fields);
        }
    }
}

void MessageReader::add_words(std::string_view text)
{
    if (body_.words.size() < max_words)
        body_.words += plain_words(text, max_words - body_.words.size()) + ' ';
}

void MessageReader::read_salvaged(const Salvaged& part)
{
    is_salvaging_ = true;
    read_part(part);
    is_salvaging_ = false;
}

void MessageReader::read_part(const Salvaged& part)
{
    if (!part.has_header) {
        add_words(part.text);
        return read_blocks(part.text, 0);
    }
    const auto parsed = mime::parse(part.text, tree_limits(limits_));
    const auto* const entity = std::get_if<mime::Entity>(&parsed);
    if (entity == nullptr)
        return read_blocks(part.text, 0);
    for (const auto& piece : pieces(*entity)) {
        if (piece.kind == Kind::Message || piece.kind == Kind::Headers)
            returned_.add_first(decoded(piece, part.text), Where::InlineText, 0);
        else if (piece.kind == Kind::Text || piece.kind == Kind::Html)
            read_text(piece, part.text);
        else if (is_status(piece.kind) && reading_.recipients.empty())
            status_.read(decoded(piece, part.text));
    }
}

std::string MessageReader::decoded(const Piece& piece, std::string_view raw)
{
    auto content = mime::decoded(*piece.entity, raw, work_.left());
    work_.take(content);
    return content;
}

void MessageReader::finish(const mime::Entity& root)
{
    read_own_id(root);
    for (const auto& field : root.fields)
        read_answered(field);
    returned_.move_to(reading_);
    std::stable_sort(reading_.references.begin(), reading_.references.end(),
                     [](const auto& a, const auto& b) { return a.source < b.source; });
    reading_.truncated = reading_.truncated || work_.is_over();
}

void MessageReader::read_own_id(const mime::Entity& root)
{
    const auto* const raw = message_id_of(root.fields);
    if (const auto id = raw == nullptr ? std::nullopt : mail::MessageId::parse(*raw))
        reading_.own_id = id->text();
}

void MessageReader::read_answered(const mail::HeaderField& field)
{
    using Source = Reference::Source;
    if (field.is("In-Reply-To"))
        add_references(reading_, Source::InReplyTo, field.value, limits_);
    else if (field.is("References"))
        add_references(reading_, Source::References, field.value, limits_);
    else if (field.is("X-MS-Exchange-Parent-Message-Id")) // Exchange Online
        add_reference(reading_, Source::XOriginal, field.value, limits_);
    else if (field.is("Original-Envelope-Id") || field.is("X-Original-Envelope-Id") ||
             field.is("X-Original-Message-ID") || field.is("Original-Message-ID"))
        status_.read(std::span{&field, 1}); // where others have a part for it
}

} // namespace mailreeve::bounce
