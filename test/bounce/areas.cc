#include "test/bounce/areas.hh"

#include "mailreeve/bounce/salvage.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/parse.hh"

#include <variant>

namespace mailreeve::test {

namespace {

constexpr std::size_t max_loose = 1'000;

std::vector<Area> of_tree(const mime::Entity& root, std::string_view message,
                          std::size_t offset = 0)
{
    std::vector<Area> areas;
    for (const auto& [kind, entity, level] : bounce::pieces(root)) {
        const auto [begin, end] = entity->content;
        areas.push_back({{begin + offset, end + offset},
                         mime::decoded(*entity, message, message.size()),
                         mime::is_encoded(*entity) ? entity->encoding : "",
                         kind});
    }
    return areas;
}

std::vector<Area> of_loose(std::string_view part, std::size_t offset)
{
    const auto parsed = mime::parse(part);
    if (const auto* const root = std::get_if<mime::Entity>(&parsed))
        return of_tree(*root, part, offset);
    return {};
}

} // namespace

std::vector<std::vector<Area>> areas(std::string_view message)
{
    std::vector<Area> tree;
    std::vector<Area> with_header;
    std::vector<Area> without;
    const auto parsed = mime::parse(message);
    const auto* const root = std::get_if<mime::Entity>(&parsed);
    if (root != nullptr)
        tree = of_tree(*root, message);
    const auto body = message.substr(root == nullptr ? 0 : root->content.begin);
    for (const auto& part : bounce::salvage(body, max_loose)) {
        const auto offset = static_cast<std::size_t>(part.text.data() - message.data());
        if (part.has_header)
            for (auto& area : of_loose(part.text, offset))
                with_header.push_back(std::move(area));
        else
            without.push_back({{offset, offset + part.text.size()},
                               std::string{part.text},
                               {},
                               bounce::Piece::Kind::Text});
    }
    if (root != nullptr && !root->parts.empty())
        return {tree, with_header, without};
    return {with_header, tree, without};
}

} // namespace mailreeve::test
