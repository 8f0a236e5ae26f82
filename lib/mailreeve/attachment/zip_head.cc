#include "mailreeve/attachment/zip_head.hh"

#include "mailreeve/attachment/bytes.hh"
#include "mailreeve/base/ascii.hh"

#include <vector>

namespace mailreeve::attachment {

using namespace std::string_view_literals;

namespace {

constexpr std::string_view local = "PK\3\4";
constexpr std::size_t local_size = 30; // without name and extra field
constexpr std::size_t most_names = 16;

struct Entry {
    std::string_view name;
    std::size_t content = 0; // where it begins
    std::size_t size = 0;    // compressed; 0 where it is told behind it
};

// APPNOTE 4.3.7.
Entry entry_at(std::string_view head, std::size_t at)
{
    const auto name = little(head, at + 26, 2).value_or(0);
    const auto extra = little(head, at + 28, 2).value_or(0);
    const auto begin = at + local_size;
    if (begin > head.size())
        return {};
    return {head.substr(begin, name), begin + name + extra,
            little(head, at + 18, 4).value_or(0)};
}

// The next header stands behind the content; where the size is not told in front, or
// lies, the next mark is taken for it.
std::vector<Entry> first_entries(std::string_view head)
{
    std::vector<Entry> entries;
    auto at = head.find(local);
    while (at != std::string_view::npos && entries.size() < most_names) {
        const auto entry = entry_at(head, at);
        entries.push_back(entry);
        const auto next = entry.content + entry.size;
        at = has_at(head, next, local) ? next : head.find(local, at + local.size());
    }
    return entries;
}

bool is_office(std::string_view name)
{
    return name == "[Content_Types].xml" || name == "_rels/.rels" ||
           name.starts_with("word/") || name.starts_with("xl/") ||
           name.starts_with("ppt/");
}

bool is_java(std::string_view name)
{
    return ascii::equal(name, "META-INF/MANIFEST.MF") ||
           ascii::ends_with(name, ".class") || name == "AndroidManifest.xml" ||
           name == "classes.dex";
}

} // namespace

FileType zip_type(std::string_view head)
{
    if (!head.starts_with(local) && !head.starts_with("PK\5\6"sv) &&
        !head.starts_with("PK\7\x08"sv) && !head.starts_with("PK00PK\3\4"sv))
        return FileType::Unknown;
    const auto entries = first_entries(head);
    if (!entries.empty() && entries.front().name == "mimetype") {
        const auto mark = "application/vnd.oasis.opendocument"sv;
        return has_at(head, entries.front().content, mark) ? FileType::OpenDocument
                                                           : FileType::Zip;
    }
    bool office = false;
    for (const auto& entry : entries) {
        if (is_java(entry.name))
            return FileType::Jar;
        office = office || is_office(entry.name);
    }
    return office ? FileType::OfficeXml : FileType::Zip;
}

bool ends_as_zip(std::string_view whole)
{
    constexpr std::size_t record = 22;       // APPNOTE 4.3.16, without its comment
    const auto at = whole.rfind("PK\5\6"sv); // the last: a comment may hold one
    if (at == std::string_view::npos || whole.size() - at < record)
        return false;
    const auto comment = little(whole, at + 20, 2).value_or(0);
    return whole.size() - at == record + comment;
}

} // namespace mailreeve::attachment
