#include "mailreeve/mime/parse.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/describe.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/header_scan.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

namespace mailreeve::mime {

namespace {

// A boundary line of one of the multiparts that are open.
struct Crossing {
    std::size_t level = 0; // of the multipart, in the stack
    bool end = false;
    Span line;
};

// Whether `line` is a boundary line, and of what kind. The whole line must match but
// for white space behind it: clients agree on that, though RFC 2046 5.1.1 would let
// anything follow.
std::optional<bool> is_end_boundary(std::string_view line, std::string_view boundary)
{
    assert(line.starts_with("--"));
    auto rest = line.substr(2);
    if (!rest.starts_with(boundary))
        return std::nullopt;
    rest = rest.substr(boundary.size());
    const bool end = rest.starts_with("--");
    rest = end ? rest.substr(2) : rest;
    if (!std::ranges::all_of(rest, ascii::is_space))
        return std::nullopt;
    return end;
}

// Empty lines are forgiven where a message begins inside another: above, they end the
// header of a part that has none.
Leniency leniency_in(const Entity* parent)
{
    constexpr std::size_t empty_lines = 4;
    constexpr std::size_t stray_lines = 32; // a signature or a seal without its folding
    return {parent != nullptr && parent->is_message() ? empty_lines : 0, stray_lines};
}

// Reads line by line, with the entities that are open on a stack of its own: a message
// must not choose the depth of ours.
class Reader {
public:
    Reader(std::string_view message, const Limits& limits)
        : message_{message}, limits_{limits}
    {
    }

    Parsed read()
    {
        open_entity();
        while (!excess_ && place_ < message_.size()) {
            const auto line = line_at(message_, place_);
            if (const auto crossing = crossing_at(line))
                cross(*crossing);
            else
                place_ = boundaries_ == 0 ? message_.size() : line.end;
        }
        if (excess_)
            return *excess_;
        while (stack_.size() > 1)
            close_entity(message_.size());
        end_content(stack_.front(), message_.size());
        return std::move(stack_.front());
    }

private:
    static bool is_open(const Entity& entity)
    {
        return !entity.boundary.empty() && !entity.closed;
    }

    void open_entity()
    {
        do {
            if (++entities_ > limits_.parts)
                excess_ = Excess::Parts;
            else if (stack_.size() >= limits_.depth)
                excess_ = Excess::Depth;
            if (excess_)
                return;
            const auto* const parent = stack_.empty() ? nullptr : &stack_.back();
            auto entity = read_header(leniency_in(parent));
            if (excess_)
                return;
            const bool in_digest =
                parent != nullptr && parent->type == "multipart/digest";
            if (!describe(entity, in_digest, limits_.parameters)) {
                excess_ = Excess::Parameters;
                return;
            }
            boundaries_ += is_open(entity) ? 1U : 0U;
            stack_.push_back(std::move(entity));
        } while (holds_message(stack_.back()));
    }

    Entity read_header(const Leniency& leniency)
    {
        Entity entity;
        HeaderScan scan{place_, leniency};
        entity.header.begin = place_;
        while (place_ < message_.size() &&
               place_ - entity.header.begin <= limits_.header_bytes) {
            const auto line = line_at(message_, place_);
            if (crossing_at(line) ||
                !scan.take(without_line_end(line.of(message_)), line))
                break;
            place_ = line.end;
        }
        entity.header.end = scan.end();
        place_ = scan.is_closed() ? line_at(message_, scan.end()).end : scan.end();
        entity.content = {place_, place_};
        floor_ = place_;
        read_fields(entity);
        return entity;
    }

    void read_fields(Entity& entity)
    {
        if (entity.header.size() > limits_.header_bytes) {
            excess_ = Excess::HeaderBytes;
            return;
        }
        entity.fields = fields_in(entity.header.of(message_), limits_.fields + 1);
        fields_ += entity.fields.size();
        if (entity.fields.size() > limits_.fields)
            excess_ = Excess::Fields;
        else if (fields_ > limits_.all_fields)
            excess_ = Excess::AllFields;
    }

    // The innermost multipart wins where two have the same boundary.
    std::optional<Crossing> crossing_at(const Span& line) const
    {
        const auto text = without_line_end(line.of(message_));
        if (boundaries_ == 0 || !text.starts_with("--"))
            return std::nullopt;
        for (auto level = stack_.size(); level-- > 0;) {
            if (!is_open(stack_[level]))
                continue;
            if (const auto end = is_end_boundary(text, stack_[level].boundary))
                return Crossing{level, *end, line};
        }
        return std::nullopt;
    }

    void cross(const Crossing& crossing)
    {
        const auto before = message_.substr(0, crossing.line.begin);
        // The line end in front belongs to the boundary (RFC 2046 5.1.1), unless it
        // ends a header or the boundary line before.
        const auto begin = std::max(floor_, before.size() - line_end_size(before));
        const bool in_preamble = stack_.size() == crossing.level + 1;
        while (stack_.size() > crossing.level + 1)
            close_entity(begin);
        auto& multipart = stack_.back();
        if (in_preamble && multipart.parts.empty())
            multipart.preamble = {multipart.content.begin, begin};
        place_ = crossing.line.end;
        floor_ = place_;
        if (!crossing.end) {
            open_entity();
            return;
        }
        multipart.closed = true;
        multipart.epilogue.begin = place_;
        --boundaries_;
    }

    // Its content ends here, and with it what it holds at its end.
    static void end_content(Entity& entity, std::size_t end)
    {
        entity.content.end = end;
        if (!entity.is_multipart())
            return;
        if (!entity.closed && entity.parts.empty())
            entity.preamble = entity.content;
        if (!entity.closed)
            entity.epilogue.begin = end;
        entity.epilogue.end = end;
    }

    void close_entity(std::size_t end)
    {
        auto entity = std::move(stack_.back());
        stack_.pop_back();
        boundaries_ -= is_open(entity) ? 1U : 0U;
        end_content(entity, end);
        stack_.back().parts.push_back(std::move(entity));
    }

    std::string_view message_;
    const Limits& limits_;
    std::vector<Entity> stack_; // outermost first
    std::size_t place_ = 0;
    std::size_t floor_ = 0;      // where the content that is being read begins
    std::size_t boundaries_ = 0; // multiparts in the stack that are open
    std::size_t entities_ = 0;
    std::size_t fields_ = 0;
    std::optional<Excess> excess_;
};

} // namespace

Parsed parse(std::string_view message, const Limits& limits)
{
    return Reader{message, limits}.read();
}

} // namespace mailreeve::mime
