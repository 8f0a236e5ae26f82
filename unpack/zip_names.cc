#include "unpack/zip_names.hh"

#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/charset.hh"
#include "unpack/little_endian.hh"

#include <algorithm>

namespace mailreeve::unpack {

namespace {

constexpr std::uint16_t unicode_path = 0x7075;
constexpr std::uint16_t utf8_flag = 0x0800;

void add(std::string name, std::vector<std::string>& names)
{
    if (std::ranges::find(names, name) == names.end())
        names.push_back(std::move(name));
}

} // namespace

bool add_names(const ZipHeader& header, std::vector<std::string>& names)
{
    bool agreed = true;
    const auto& raw = header.name;
    if (utf8::is_valid(raw))
        add(std::string{raw}, names);
    else if ((header.flags & utf8_flag) == 0)
        add(mime::to_utf8(raw, "cp437").value_or(std::string{raw}), names);
    add(std::string{raw}, names);
    if (const auto end = raw.find('\0'); end != std::string_view::npos) {
        add(std::string{raw.substr(0, end)}, names);
        agreed = false;
    }
    // Version 1, four bytes of a checksum of the plain name, the name in UTF-8 (4.6.9).
    constexpr std::size_t front = 5;
    const auto extra = zip_extra(header.extra, unicode_path);
    if (extra && extra->size() > front) {
        const auto told = extra->substr(front);
        if (told != raw && utf8::is_ascii(raw))
            agreed = false;
        add(std::string{told}, names);
    }
    return agreed;
}

} // namespace mailreeve::unpack
