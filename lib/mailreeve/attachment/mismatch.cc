#include "mailreeve/attachment/mismatch.hh"

#include "mailreeve/attachment/extension.hh"
#include "mailreeve/attachment/name_forms.hh"
#include "mailreeve/attachment/type_word.hh"

#include <algorithm>
#include <array>
#include <string_view>

namespace mailreeve::attachment {

namespace {

struct Declared {
    std::string_view start;
    ExtensionKind kind;
};

constexpr auto declared_kinds = std::to_array<Declared>({
    {"image/svg", ExtensionKind::Page},
    {"image/", ExtensionKind::Picture},
    {"audio/", ExtensionKind::Sound},
    {"video/", ExtensionKind::Film},
    {"text/html", ExtensionKind::Page},
    {"text/", ExtensionKind::Text},
    {"message/", ExtensionKind::Mail},
    {"application/pdf", ExtensionKind::Document},
    {"application/rtf", ExtensionKind::Document},
    {"application/msword", ExtensionKind::Document},
    {"application/vnd.ms-", ExtensionKind::Document},
    {"application/vnd.openxmlformats-", ExtensionKind::Document},
    {"application/vnd.oasis.opendocument", ExtensionKind::Document},
    {"application/zip", ExtensionKind::Archive},
    {"application/x-zip", ExtensionKind::Archive},
});

ExtensionKind kind_of_declared(std::string_view declared)
{
    const auto* const found =
        std::ranges::find_if(declared_kinds, [&](const Declared& d) {
            return declared.starts_with(d.start);
        });
    return found == declared_kinds.end() ? ExtensionKind::Other : found->kind;
}

bool is_promise(ExtensionKind kind)
{
    return kind >= ExtensionKind::Document && kind < ExtensionKind::Other;
}

bool is_medium(ExtensionKind kind)
{
    return kind == ExtensionKind::Picture || kind == ExtensionKind::Sound ||
           kind == ExtensionKind::Film;
}

// Zips are Office's own form; these are never archives.
bool is_no_archive(std::string_view extension, ExtensionKind kind)
{
    return is_medium(kind) || kind == ExtensionKind::Text || extension == "pdf" ||
           extension == "rtf" || extension == "html" || extension == "htm";
}

bool breaks(FileType type, std::string_view extension, ExtensionKind kind)
{
    static const auto archive = *TypeWord::parse("archive");
    if (archive.has(type) || type == FileType::Ole)
        return is_no_archive(extension, kind) &&
               !(type == FileType::Ole && kind == ExtensionKind::Text);
    if (type == FileType::Script)
        return is_medium(kind) || kind == ExtensionKind::Document ||
               kind == ExtensionKind::Archive;
    return type == FileType::ActiveHtml && (is_medium(kind) || extension == "pdf");
}

} // namespace

bool is_mismatch(const Item& item, const std::vector<std::string>& forms)
{
    const bool dangerous = is_dangerous(item.type);
    bool told_by_name = false;
    for (const auto& form : forms) {
        const auto extension = extension_of(form);
        const auto kind = kind_of_extension(extension);
        if ((dangerous && is_promise(kind)) || breaks(item.type, extension, kind))
            return true;
        told_by_name = told_by_name || kind != ExtensionKind::Other;
    }
    const auto declared = kind_of_declared(item.declared);
    // These are texts: a letter may begin as one.
    const bool written =
        item.type == FileType::Shortcut || item.type == FileType::Registry;
    if (dangerous)
        return is_promise(declared) && !(written && declared == ExtensionKind::Text);
    const bool document = item.declared == "application/pdf";
    return !told_by_name && declared != ExtensionKind::Text &&
           breaks(item.type, document ? "pdf" : "", declared);
}

} // namespace mailreeve::attachment
