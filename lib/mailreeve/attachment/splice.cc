#include "mailreeve/attachment/splice.hh"

#include <algorithm>
#include <cassert>

namespace mailreeve::attachment {

bool are_sound(std::span<const Edit> edits, std::size_t source_size)
{
    std::size_t place = 0;
    for (const auto& edit : edits) {
        if (edit.where.begin < place || edit.where.end < edit.where.begin)
            return false;
        place = edit.where.end;
    }
    return place <= source_size;
}

void splice(std::string_view source, std::span<const Edit> edits,
            const std::function<void(std::string_view)>& sink)
{
    assert(are_sound(edits, source.size()));
    const auto give = [&](std::string_view piece) {
        if (!piece.empty())
            sink(piece);
    };
    std::size_t place = 0;
    for (const auto& edit : edits) {
        give(source.substr(place, edit.where.begin - place));
        give(edit.text);
        place = edit.where.end;
    }
    give(source.substr(place));
}

std::uint64_t spliced_size(std::string_view source, std::span<const Edit> edits)
{
    std::uint64_t size = source.size();
    for (const auto& edit : edits)
        size = size - edit.where.size() + edit.text.size();
    return size;
}

std::string spliced(std::string_view source, std::span<const Edit> edits)
{
    std::string text;
    text.reserve(spliced_size(source, edits));
    splice(source, edits, [&](std::string_view piece) { text += piece; });
    return text;
}

} // namespace mailreeve::attachment
