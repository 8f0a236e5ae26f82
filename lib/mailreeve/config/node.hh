// One value of a configuration file and the place where it is written.
#pragma once

#include "mailreeve/base/api.hh"

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::config {

// Line and column begin with 1; the column and the length count characters, not bytes.
// Line 0 is no place in the file.
struct Place {
    int line = 0;
    int column = 0;
    int length = 1;

    bool operator==(const Place&) const = default;
};

// A tree as the file has it: keys in their order, equal keys both kept.
class MAILREEVE_API Node {
public:
    enum class Kind { Null, Scalar, List, Map };
    enum class Quoted { No, Yes };
    struct Entry;

    Node() = default; // Null
    static Node scalar(std::string text, Quoted quoted = Quoted::No);
    static Node list(std::vector<Node> items);
    static Node map(std::vector<Entry> entries);

    // The same node, written there.
    Node at(const Place& place) &&;

    Kind kind() const { return kind_; }
    bool is_null() const { return kind_ == Kind::Null; }
    bool is_scalar() const { return kind_ == Kind::Scalar; }
    bool is_list() const { return kind_ == Kind::List; }
    bool is_map() const { return kind_ == Kind::Map; }

    const std::string& text() const { return text_; } // of a scalar; empty otherwise
    Quoted quoted() const { return quoted_; }
    const std::vector<Node>& items() const { return items_; } // of a list
    const std::vector<Entry>& entries() const;                // of a map

    // Of a null that has no word of its own (~, null): its key or its list.
    const Place& place() const { return place_; }

    // The value of the first entry of that key; nullptr when there is none.
    const Node* find(std::string_view key) const;

    // Where to point when the key is wrong in the light of others: its value if that is
    // a scalar, the key if not, this node where the key is not written. A path
    // ("scoring.spam") leads into maps below.
    Place place(std::string_view path) const;

    // Equal in what is said, wherever and however it is written.
    bool operator==(const Node& other) const;

private:
    Kind kind_ = Kind::Null;
    Quoted quoted_ = Quoted::No;
    Place place_;
    std::string text_;
    std::vector<Node> items_;
    std::vector<Entry> entries_;
};

struct Node::Entry {
    std::string key;
    Node value;
    Place place; // of the key

    bool operator==(const Entry& other) const
    {
        return key == other.key && value == other.value;
    }
};

inline const std::vector<Node::Entry>& Node::entries() const
{
    return entries_;
}

} // namespace mailreeve::config
