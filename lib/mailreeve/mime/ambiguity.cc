#include "mailreeve/mime/ambiguity.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/ambiguity_scan.hh"
#include "mailreeve/mime/hidden.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::mime {

namespace {

bool has_bare_cr(std::string_view raw)
{
    for (auto at = raw.find('\r'); at != std::string_view::npos;
         at = raw.find('\r', at + 1))
        if (raw.substr(at + 1, 1) != "\n")
            return true;
    return false;
}

// The tree is no deeper than the bound of parse().
void look_at(const Entity& entity, std::vector<std::string>& around, Message& message,
             Ambiguities& found)
{
    look_at_fields(entity, message, found);
    look_at_header(entity, message, found);
    look_at_boundaries(entity, around, message, found);
    look_at_encoding(entity, message, found);
    look_at_gaps(entity, message, found);
    around.push_back(entity.boundary);
    for (const auto& part : entity.parts)
        look_at(part, around, message, found);
    around.pop_back();
}

} // namespace

std::string_view name(Oddity oddity)
{
    switch (oddity) {
    case Oddity::DuplicateContentType:
        return "duplicate-content-type";
    case Oddity::DuplicateEncoding:
        return "duplicate-encoding";
    case Oddity::DuplicateDisposition:
        return "duplicate-disposition";
    case Oddity::FieldSyntax:
        return "field-syntax";
    case Oddity::MissingBoundary:
        return "missing-boundary";
    case Oddity::BoundaryReadings:
        return "boundary-readings";
    case Oddity::BoundarySyntax:
        return "boundary-syntax";
    case Oddity::NestedBoundary:
        return "nested-boundary";
    case Oddity::ParameterReadings:
        return "parameter-readings";
    case Oddity::MultipartEncoding:
        return "multipart-encoding";
    case Oddity::EncodingUnknown:
        return "encoding-unknown";
    case Oddity::EncodingReadings:
        return "encoding-readings";
    case Oddity::Preamble:
        return "preamble";
    case Oddity::Epilogue:
        return "epilogue";
    case Oddity::MissingEnd:
        return "missing-end";
    case Oddity::HiddenFields:
        return "hidden-fields";
    case Oddity::NulByte:
        return "nul-byte";
    case Oddity::BareCr:
        return "bare-cr";
    case Oddity::HeaderBreak:
        return "header-break";
    }
    return "";
}

void Ambiguities::add(Oddity what, const Span& where, std::string_view detail,
                      bool grave)
{
    constexpr std::size_t longest = 120;
    all_.push_back({what, where, std::string{detail.substr(0, longest)}, grave});
}

std::vector<Ambiguity> Ambiguities::take(std::size_t max)
{
    std::ranges::stable_sort(all_, {}, [](const auto& one) { return !one.grave; });
    all_.resize(std::min(all_.size(), max));
    std::ranges::stable_sort(all_, {}, [](const auto& one) { return one.where.begin; });
    return std::move(all_);
}

std::string loose_content_name(std::string_view field_name)
{
    constexpr std::size_t longest = 40;
    std::string letters;
    if (field_name.size() > longest)
        return letters;
    for (const char c : field_name)
        if (ascii::is_alpha(c))
            letters += ascii::lower(c);
    const bool is_content =
        letters.starts_with("content") &&
        (letters == "contenttype" || letters == "contenttransferencoding" ||
         letters == "contentdisposition");
    return is_content ? letters : std::string{};
}

bool is_text(const Entity& entity)
{
    return entity.parts.empty() && entity.type.starts_with("text/");
}

bool hides_file(std::string_view raw, const Span& where)
{
    return !hidden_files(raw, where, 1).empty();
}

std::vector<Ambiguity> ambiguities(const Entity& message, std::string_view raw,
                                   std::size_t max)
{
    Message all{raw, raw.find('\0') != std::string_view::npos, has_bare_cr(raw)};
    Ambiguities found;
    std::vector<std::string> around;
    look_at(message, around, all, found);
    return found.take(max);
}

} // namespace mailreeve::mime
