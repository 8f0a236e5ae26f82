#include "mailreeve/config/document.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/config/excerpt.hh"
#include "mailreeve/config/lines.hh"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace mailreeve::config {

namespace {

// YAML that has no place in a configuration; ends the reading.
struct Refused : std::runtime_error {
    Refused(YAML::Mark where, const std::string& message, std::string advice)
        : runtime_error{message}, mark{where}, hint{std::move(advice)}
    {
    }
    YAML::Mark mark;
    std::string hint;
};

// yaml-cpp says "?" or nothing where there is no tag.
void refuse_tag(const YAML::Mark& mark, const std::string& tag)
{
    if (!tag.empty() && tag != "?")
        throw Refused{mark, "tags are not used here",
                      "take out what begins with \"!\""};
}

void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    if (anchor != 0)
        throw Refused{mark, "anchors are not used here",
                      "write the value where it is needed"};
}

// Builds the tree from the events of the parser.
class Tree final : public YAML::EventHandler {
public:
    explicit Tree(const Lines& lines) : lines_{lines} {}

    Node take() && { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (std::exchange(started_, true))
            throw Refused{
                mark, "more than one document in this file",
                "one file is one document: take out \"---\", or indent this line"};
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        refuse_anchor(mark, anchor);
        if (wants_key())
            throw Refused{mark, "a key is missing here", {}};
        add(mark, Node{}.at(null_place(mark)));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        throw Refused{mark, "aliases are not used here",
                      "quote the text if it begins with \"*\""};
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        refuse_anchor(mark, anchor);
        // A quoted text has the tag "!" without having it written.
        if (tag != "!" || lines_.rest(mark.line, mark.column).starts_with('!'))
            refuse_tag(mark, tag);
        const auto place = place_of(mark, value, tag == "!");
        if (wants_key()) {
            open_.back().key = Node::Entry{value, {}, place};
            count(mark);
            return;
        }
        const auto quoted = tag == "!" ? Node::Quoted::Yes : Node::Quoted::No;
        add(mark, Node::scalar(value, quoted).at(place));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                         YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        refuse_tag(mark, tag);
        open(mark, anchor, Node::Kind::List);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                    YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        refuse_tag(mark, tag);
        open(mark, anchor, Node::Kind::Map);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node::Kind kind;
        YAML::Mark mark;
        std::optional<Node::Entry> key; // of a map: the one that waits for its value
        std::vector<Node> items;
        std::vector<Node::Entry> entries;
    };

    bool wants_key() const
    {
        return !open_.empty() && open_.back().kind == Node::Kind::Map &&
               !open_.back().key;
    }

    // Its own place when there is a word for it; that of its key or list when not.
    Place null_place(const YAML::Mark& mark) const
    {
        const auto rest = lines_.rest(mark.line, mark.column);
        if (rest.starts_with('~') || ascii::starts_with(rest, "null"))
            return lines_.place(mark.line, mark.column, rest[0] == '~' ? 1 : 4);
        if (open_.empty())
            return lines_.place(0, 0);
        const auto& parent = open_.back();
        return parent.key ? parent.key->place
                          : lines_.place(parent.mark.line, parent.mark.column);
    }

    // Where a scalar is written, as far as it stands in one line.
    Place place_of(const YAML::Mark& mark, const std::string& value, bool quoted) const
    {
        const auto rest = lines_.rest(mark.line, mark.column);
        auto length = value.size();
        if (quoted && is_quote(rest))
            length = quoted_length(mark);
        else if (!rest.starts_with(value))
            length = ascii::trim(rest).size();
        return lines_.place(mark.line, mark.column, std::max<std::size_t>(length, 1));
    }

    static bool is_quote(std::string_view rest)
    {
        return rest.starts_with('"') || rest.starts_with('\'');
    }

    // yaml-cpp takes the end of the file for the end of a quoted text.
    std::size_t quoted_length(const YAML::Mark& mark) const
    {
        const auto rest = lines_.rest_of_text(mark.line, mark.column);
        const auto quote = rest.front();
        for (std::size_t i = 1; i < rest.size(); ++i) {
            const bool escaped = quote == '"' && rest[i] == '\\';
            const bool doubled = quote == '\'' && rest.substr(i, 2) == "''";
            if (escaped || doubled)
                ++i;
            else if (rest[i] == quote)
                return i + 1;
        }
        throw Refused{mark, "this quote is never closed", {}};
    }

    void count(const YAML::Mark& mark)
    {
        if (++nodes_ > most_nodes)
            throw Refused{mark, "too many values in this file", {}};
    }

    void open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind)
    {
        refuse_anchor(mark, anchor);
        if (wants_key())
            throw Refused{mark, "a key must be a text",
                          "quote a key that begins with a bracket or a brace"};
        if (open_.size() >= deepest_nesting)
            throw Refused{mark, "nested too deeply", {}};
        open_.push_back({kind, mark, {}, {}, {}});
    }

    void close()
    {
        auto done = std::move(open_.back());
        open_.pop_back();
        auto node = done.kind == Node::Kind::List ? Node::list(std::move(done.items))
                                                  : Node::map(std::move(done.entries));
        add(done.mark,
            std::move(node).at(lines_.place(done.mark.line, done.mark.column)));
    }

    void add(const YAML::Mark& mark, Node node)
    {
        count(mark);
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (auto& parent = open_.back(); parent.kind == Node::Kind::List) {
            parent.items.push_back(std::move(node));
        } else {
            parent.key->value = std::move(node);
            parent.entries.push_back(std::move(*parent.key));
            parent.key.reset();
        }
    }

    const Lines& lines_;
    std::vector<Open> open_;
    Node root_;
    std::size_t nodes_ = 0;
    bool started_ = false;
};

// What administrators meet, in their words.
std::string advice(std::string_view complaint, std::string_view line)
{
    const auto text = line.substr(0, line.find_first_not_of(" \t"));
    if (text.find('\t') != std::string_view::npos)
        return "indent with spaces: YAML does not take tabs";
    if (complaint.find("illegal map value") != std::string_view::npos)
        return "quote a text in which \": \" stands, and indent keys alike";
    if (complaint.find("end of map not found") != std::string_view::npos)
        return "a value ends its line; the keys of one section begin in the same "
               "column";
    if (complaint.find("unknown token") != std::string_view::npos)
        return "quote a text that begins with @, %, ` or another sign";
    if (complaint.find("anchor is not defined") != std::string_view::npos)
        return "quote the text if it begins with \"*\"";
    return {};
}

// yaml-cpp passes over directives that it does not know, and takes each line that
// begins so for one: "%workers: 4" would go unheard.
void refuse_directives(std::string_view text, const Lines& lines,
                       Diagnostics& diagnostics)
{
    for (int number = 0; !text.empty(); ++number) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.starts_with('%'))
            diagnostics.error(lines.place(number, 0), "a line cannot begin with \"%\"",
                              "directives of YAML are not used here");
    }
}

Node parse(std::string_view text, const Lines& lines)
{
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    Tree tree{lines};
    while (parser.HandleNextDocument(tree)) {
    }
    return std::move(tree).take();
}

} // namespace

Node parse_document(std::string_view text, Diagnostics& diagnostics)
{
    const Lines lines{text};
    if (text.size() > largest_file) {
        diagnostics.error({}, "the file is larger than 1MiB");
        return {};
    }
    if (!is_yaml_text(text, lines, diagnostics))
        return {};
    refuse_directives(text, lines, diagnostics);
    if (!diagnostics.ok())
        return {};
    try {
        auto root = parse(text, lines);
        return root.is_null() ? Node{}.at(lines.place(0, 0)) : root;
    } catch (const Refused& refused) {
        diagnostics.error(lines.place(refused.mark.line, refused.mark.column),
                          refused.what(), refused.hint);
    } catch (const YAML::Exception& error) {
        diagnostics.error(lines.place(error.mark.line, error.mark.column),
                          "this is not YAML: " + visible(error.msg),
                          advice(error.msg, lines.rest(error.mark.line, 0)));
    }
    return {};
}

} // namespace mailreeve::config
