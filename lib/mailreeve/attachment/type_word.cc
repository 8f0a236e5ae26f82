#include "mailreeve/attachment/type_word.hh"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace mailreeve::attachment {

namespace {

using enum FileType;

constexpr std::uint64_t bits(std::initializer_list<FileType> types)
{
    std::uint64_t all = 0;
    for (const auto type : types)
        all |= std::uint64_t{1} << static_cast<unsigned>(type);
    return all;
}

constexpr unsigned count = static_cast<unsigned>(Smime) + 1;
static_assert(count <= 64);

struct Group {
    std::string_view word;
    std::uint64_t types;
};

constexpr auto groups = std::to_array<Group>({
    {"program", bits({Pe, Dos, Elf, MachO, JavaClass, Jar, Dex})},
    {"script", bits({Script})},
    {"shortcut", bits({Shortcut})},
    {"installer", bits({Msi})},
    {"disk-image", bits({Iso, DiskImage})},
    {"archive", bits({Zip, Jar, SevenZip, Rar, Tar, Gzip, Bzip2, Xz, Zstd, Lzip,
                      Compress, Cab, Lha, Arj, Ace, Xar, Cpio, Ar})},
    {"document", bits({Rtf, Pdf, Ole, OfficeXml, OpenDocument, OneNote})},
    {"active-content", bits({ActiveHtml, Script, Shortcut, Chm, Registry})},
    {"encrypted", bits({Pgp, Smime})},
});

} // namespace

std::optional<TypeWord> TypeWord::parse(std::string_view word)
{
    const auto* const group = std::ranges::find(groups, word, &Group::word);
    if (group != groups.end())
        return TypeWord{word, group->types};
    for (unsigned i = 0; i < count; ++i)
        if (name(static_cast<FileType>(i)) == word)
            return TypeWord{word, std::uint64_t{1} << i};
    return std::nullopt;
}

std::vector<std::string_view> type_words()
{
    std::vector<std::string_view> words;
    words.reserve(groups.size() + count);
    for (const auto& group : groups)
        words.push_back(group.word);
    for (unsigned i = 0; i < count; ++i) {
        const auto word = name(static_cast<FileType>(i));
        if (std::ranges::find(words, word) == words.end())
            words.push_back(word);
    }
    return words;
}

bool is_dangerous(FileType type)
{
    constexpr auto dangerous = groups[0].types | groups[2].types | groups[3].types |
                               groups[4].types | bits({Chm, Registry});
    return (dangerous >> static_cast<unsigned>(type) & 1U) != 0;
}

} // namespace mailreeve::attachment
