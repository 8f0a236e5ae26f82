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
#include "mailreeve/mime/parse.hh"

#include <algorithm>
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

// A returned message that reports on another one.
bool is_bounce_itself(const std::vector<mail::HeaderField>& header)
{
    const auto signs = header_signs(nullptr, header);
    return signs.null_sender || signs.daemon || signs.report || signs.non_delivery ||
           signs.bounce_subject;
}

// "<br>" and "</p>" in front of a line end make an empty line between any two lines of
// an HTML text: one alone says nothing there.
std::string single_spaced(std::string_view text)
{
    std::string lines;
    lines.reserve(text.size());
    std::size_t blanks = 0;
    Lines source{text};
    while (const auto line = source.next()) {
        if (ascii::trim(*line).empty()) {
            ++blanks;
            continue;
        }
        lines.append(blanks > 1 ? "\n" : "").append(*line).append("\n");
        blanks = 0;
    }
    return lines;
}

} // namespace

MessageReader::MessageReader(std::string_view raw, const ReadingLimits& limits)
    : raw_{raw}, limits_{limits}, work_{limits.work}, status_{reading_, work_, limits}
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
    auto verdict = classify(header_, root.report_type, body_);
    if (verdict.kind == Class::None)
        return {};
    reading_.kind = verdict.kind;
    reading_.evidence = std::move(verdict.evidence);
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
    if (found_.empty())
        for (const auto& part : salvage(content, limits_.parts))
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
        read_headers(piece, raw);
        break;
    case Kind::Text:
    case Kind::Html:
        read_text(piece, raw);
        break;
    case Kind::Tnef:
        if (body_.tnef == Class::None)
            body_.tnef = class_of_tnef(mime::decoded(*piece.entity, raw, tnef_front));
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

void MessageReader::read_message(const Piece& piece, std::string_view raw)
{
    const auto before = found_.size();
    readable_ = piece.level;
    const bool is_plain = !piece.entity->parts.empty();
    const auto text = is_plain ? std::string{} : decoded(piece, raw);
    const auto content =
        is_plain ? piece.entity->content.of(raw) : std::string_view{text};
    read_header(content, Where::Rfc822Part, piece.level);
    if (found_.size() == before && is_plain)
        keep_bare(piece.entity->parts.front().fields, Where::Rfc822Part, piece.level);
    if (found_.size() == before || !is_bounce_itself(found_.back().returned.fields))
        return;
    readable_ = piece.level + 1;
    if (!is_plain)
        read_encoded(text, readable_);
}

void MessageReader::read_headers(const Piece& piece, std::string_view raw)
{
    const auto before = found_.size();
    const auto text = decoded(piece, raw);
    read_header(text, Where::Rfc822Headers, piece.level);
    if (found_.size() == before)
        keep_bare(mime::fields_of(text), Where::Rfc822Headers, piece.level);
}

// A part that says it is one needs no more than one field to be known as a header.
void MessageReader::keep_bare(std::vector<mail::HeaderField> fields, Where where,
                              std::size_t level)
{
    if (main_fields(fields) > 0)
        keep({std::move(fields)}, where, level);
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

void MessageReader::read_header(std::string_view text, Where where, std::size_t level)
{
    if (auto block = first_header(text, work_, limits_))
        keep(std::move(*block), where, level);
}

void MessageReader::read_text(const Piece& piece, std::string_view raw)
{
    auto text = mime::text(*piece.entity, raw, work_.left());
    if (piece.kind == Kind::Html)
        text = single_spaced(mime::text_of_html(work_.take(text), limits_.message));
    if (piece.level == 0)
        add_words(text);
    read_blocks(text, piece.level);
}

void MessageReader::read_blocks(std::string_view text, std::size_t level)
{
    bool is_inside = level > 0; // what follows a returned header is not of this message
    for (auto& block : find_blocks(text, work_, limits_)) {
        if (!block.is_status) {
            keep(std::move(block), Where::InlineText, level);
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
    if (!part.has_header) {
        add_words(part.text);
        return read_blocks(part.text, 0);
    }
    const auto parsed = mime::parse(part.text, tree_limits(limits_));
    const auto* const entity = std::get_if<mime::Entity>(&parsed);
    if (entity == nullptr)
        return work_.cut();
    for (const auto& piece : pieces(*entity)) {
        if (piece.kind == Kind::Message || piece.kind == Kind::Headers)
            read_header(decoded(piece, part.text), Where::InlineText, 0);
        else if (piece.kind == Kind::Text || piece.kind == Kind::Html)
            read_text(piece, part.text);
        else if (piece.kind != Kind::Tnef && reading_.recipients.empty())
            status_.read(decoded(piece, part.text));
    }
}

void MessageReader::keep(HeaderBlock block, Where where, std::size_t level)
{
    body_.returned_header = true;
    body_.returned_part = body_.returned_part || where != Where::InlineText;
    if (found_.size() < limits_.blocks)
        found_.push_back({{where, std::move(block.fields)}, level});
    else
        work_.cut();
}

std::string MessageReader::decoded(const Piece& piece, std::string_view raw)
{
    return mime::decoded(*piece.entity, raw, work_.left());
}

void MessageReader::finish(const mime::Entity& root)
{
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
        return a.level != b.level ? a.level < b.level
                                  : a.returned.where > b.returned.where;
    });
    for (const auto& found : found_)
        if (const auto* const id = message_id_of(found.returned.fields))
            refer(Reference::Source::Returned, *id);
    if (!found_.empty())
        reading_.headers = found_.front().returned.where;
    reading_.message_id = outermost_id();
    for (const auto& field : root.fields)
        read_answered(field);
    std::stable_sort(reading_.references.begin(), reading_.references.end(),
                     [](const auto& a, const auto& b) { return a.source < b.source; });
    for (auto& found : found_)
        reading_.returned.push_back(std::move(found.returned));
    reading_.truncated = reading_.truncated || work_.is_over();
}

std::string MessageReader::outermost_id() const
{
    for (const auto& [returned, level] : found_) {
        const auto* const raw = message_id_of(returned.fields);
        if (raw == nullptr || level > 0)
            continue;
        if (const auto id = mail::MessageId::parse(*raw))
            return id->text();
    }
    return {};
}

void MessageReader::read_answered(const mail::HeaderField& field)
{
    using Source = Reference::Source;
    if (field.is("In-Reply-To"))
        add_references(reading_, Source::InReplyTo, field.value, limits_);
    else if (field.is("References"))
        add_references(reading_, Source::References, field.value, limits_);
    else if (field.is("X-MS-Exchange-Parent-Message-Id")) // Exchange Online
        refer(Source::XOriginal, field.value);
}

void MessageReader::refer(Reference::Source source, std::string_view raw)
{
    add_reference(reading_, source, raw, limits_);
}

} // namespace mailreeve::bounce
