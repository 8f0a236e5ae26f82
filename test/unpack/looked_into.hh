// A file as the worker's core sees it, in this process.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/attachment/item_wire.hh"
#include "unpack/walk.hh"

#include <algorithm>
#include <string>
#include <string_view>

namespace mailreeve::unpack {

inline attachment::Item looked_into(std::string_view bytes, std::string name = {},
                                    const attachment::UnpackLimits& limits = {})
{
    attachment::Item item;
    if (!name.empty())
        item.names.push_back(std::move(name));
    item.size = bytes.size();
    const auto head = bytes.substr(0, attachment::type_head);
    item.type = attachment::file_type(head, head.size() == bytes.size());
    Walk{limits}.look_into(item, {bytes, 0});
    return item;
}

// "order.zip/run.exe" of each file inside, by its first name, in order; obstacles
// behind.
inline std::string tree(const attachment::Item& item, const std::string& path = {})
{
    std::string lines;
    for (const auto& part : item.inside) {
        const auto here = path + (part.names.empty() ? "-" : part.names.front());
        lines += here;
        if (part.obstacle != attachment::Obstacle::None)
            lines.append(": ").append(name(part.obstacle));
        lines += '\n' + tree(part, here + '/');
    }
    return lines;
}

// How many items there are inside, at all depths.
inline std::size_t count_inside(const attachment::Item& item)
{
    std::size_t count = item.inside.size();
    for (const auto& part : item.inside)
        count += count_inside(part);
    return count;
}

// Whether the item or something in it has an obstacle.
inline bool is_hindered(const attachment::Item& item)
{
    return item.obstacle != attachment::Obstacle::None ||
           std::ranges::any_of(item.inside, is_hindered);
}

} // namespace mailreeve::unpack
