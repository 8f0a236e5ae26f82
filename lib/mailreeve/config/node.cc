#include "mailreeve/config/node.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::config {

Node Node::scalar(std::string text, Quoted quoted)
{
    Node node;
    node.kind_ = Kind::Scalar;
    node.quoted_ = quoted;
    node.text_ = std::move(text);
    return node;
}

Node Node::list(std::vector<Node> items)
{
    Node node;
    node.kind_ = Kind::List;
    node.items_ = std::move(items);
    return node;
}

Node Node::map(std::vector<Entry> entries)
{
    Node node;
    node.kind_ = Kind::Map;
    node.entries_ = std::move(entries);
    return node;
}

Node Node::at(const Place& place) &&
{
    place_ = place;
    return std::move(*this);
}

const Node* Node::find(std::string_view key) const
{
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    return found == entries_.end() ? nullptr : &found->value;
}

Place Node::place(std::string_view path) const
{
    const auto dot = path.find('.');
    const auto found = std::ranges::find(entries_, path.substr(0, dot), &Entry::key);
    if (found == entries_.end())
        return place_;
    if (dot != std::string_view::npos && found->value.is_map() &&
        found->value.find(path.substr(dot + 1, path.find('.', dot + 1) - dot - 1)))
        return found->value.place(path.substr(dot + 1));
    return found->value.is_scalar() ? found->value.place_ : found->place;
}

bool Node::operator==(const Node& other) const
{
    return kind_ == other.kind_ && text_ == other.text_ && items_ == other.items_ &&
           entries_ == other.entries_;
}

} // namespace mailreeve::config
