// What divides a content: every text that some reader may take for the boundary, held
// against the lines that are there.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/ambiguity_scan.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/line.hh"
#include "mailreeve/mime/loose_parameters.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t max_places = 32; // where a boundary may be told, in a header
constexpr std::size_t max_others = 64;
constexpr std::size_t longest_boundary = 70; // RFC 2046 5.1.1

using Texts = std::vector<std::string>;

bool has(const Texts& texts, std::string_view text)
{
    return std::ranges::find(texts, text) != texts.end();
}

std::string_view without_end_space(std::string_view text)
{
    while (!text.empty() && ascii::is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool says_boundary(std::string_view text)
{
    constexpr std::string_view word = "boundary";
    return std::search(text.begin(), text.end(), word.begin(), word.end(),
                       [](char a, char b) { return ascii::lower(a) == b; }) !=
           text.end();
}

struct Boundaries {
    Texts strict; // as a reader of RFC 2045 and 2231 may have it
    Texts others; // all that is not ours
};

void add(Texts& texts, std::string_view text)
{
    text = without_end_space(text);
    if (!text.empty() && texts.size() < max_others && !has(texts, text))
        texts.emplace_back(text);
}

Boundaries boundaries_of(const Entity& entity)
{
    Boundaries all;
    Texts every;
    std::size_t places = max_places;
    for (const auto& field : entity.fields) {
        if (!says_boundary(field.value))
            continue;
        const auto strict = read_value(field.value).parameters;
        if (field.is("Content-Type"))
            for (const auto& text : readings(strict, "boundary"))
                add(all.strict, text);
        const auto loose = loose_parameters(field.value, "boundary", places);
        for (const auto& parameters : {strict, loose})
            for (const auto& text : readings(parameters, "boundary"))
                add(every, text);
    }
    if (entity.boundary.size() > longest_boundary)
        add(every, std::string_view{entity.boundary}.substr(0, longest_boundary));
    for (const auto& text : every)
        if (text != entity.boundary)
            all.others.push_back(text);
    return all;
}

void add_inner(const Entity& entity, Texts& inner)
{
    for (const auto& part : entity.parts) {
        if (!part.boundary.empty())
            inner.push_back(part.boundary);
        add_inner(part, inner);
    }
}

// What the lines of a content that begin with two dashes are.
struct Lines {
    std::optional<Span> other;  // the boundary of another reading
    std::optional<Span> longer; // ours, with something behind it, and a field follows
    std::optional<Span> nul;    // ours, but for NULs
    std::optional<Span> likely; // could be some boundary line
    bool tight = false;         // ours, with nothing behind it
    bool spaced = false;        // ours, with a space behind it
};

class LineScan {
public:
    LineScan(const Entity& entity, const Boundaries& boundaries, Message& message)
        : entity_{entity}, boundaries_{boundaries}, message_{message}
    {
        add_inner(entity, inner_);
    }

    Lines run()
    {
        const auto raw = message_.raw.substr(0, entity_.content.end);
        auto at = entity_.content.begin;
        while (at < raw.size() && message_.lines > 0) {
            const char c = raw[at];
            if (raw.substr(at, 2) == "--" || c == '\0' ||
                (c == '-' && raw.substr(at + 1, 1) == std::string_view{"\0", 1}))
                look_at({at, line_at(raw, at).end});
            at = next_line(raw, at);
        }
        return lines_;
    }

private:
    // The next that may matter: where no NUL is, those with two dashes.
    std::size_t next_line(std::string_view raw, std::size_t at) const
    {
        const auto end = raw.find(message_.has_nul ? "\n" : "\n--", at);
        return end == npos ? raw.size() : end + 1;
    }

    void look_at(const Span& line)
    {
        --message_.lines;
        const auto text = without_line_end(line.of(message_.raw));
        if (text.find('\0') != npos)
            look_at_nul(line, text);
        if (!text.starts_with("--"))
            return;
        const auto body = text.substr(2);
        const auto whole = without_end_space(body);
        const auto word = whole.ends_with("--") && !is(whole)
                              ? whole.substr(0, whole.size() - 2)
                              : whole;
        if (is_ours(word)) {
            const bool spaced = body.size() > whole.size() && body != whole;
            lines_.spaced = lines_.spaced || (spaced && body[whole.size()] == ' ');
            lines_.tight = lines_.tight || !spaced;
        } else if (has(boundaries_.others, word) || has(boundaries_.others, whole))
            keep(lines_.other, line);
        else
            look_at_unknown(line, body, word);
    }

    void look_at_unknown(const Span& line, std::string_view body, std::string_view word)
    {
        const bool longer =
            !entity_.boundary.empty() && body.starts_with(entity_.boundary);
        const bool likely = entity_.boundary.empty() &&
                            word.find_first_of(" \t") == npos &&
                            word.find_first_not_of('-') != npos;
        if ((!longer && !likely) || has(inner_, word))
            return;
        const auto next =
            without_line_end(line_at(message_.raw, line.end).of(message_.raw));
        const bool in_content = line.end < entity_.content.end;
        const bool field = in_content && header_line(next, true) == HeaderLine::Field;
        if (longer && field)
            keep(lines_.longer, line);
        if (likely && (field || (in_content && next.empty())))
            keep(lines_.likely, line);
    }

    void look_at_nul(const Span& line, std::string_view text)
    {
        std::string bare;
        std::ranges::copy_if(text, std::back_inserter(bare),
                             [](char c) { return c != '\0'; });
        const auto cut = text.substr(0, text.find('\0'));
        for (const auto& one : {std::string_view{bare}, cut})
            if (one.starts_with("--") && is(without_end_space(one.substr(2))))
                keep(lines_.nul, line);
    }

    bool is_ours(std::string_view word) const
    {
        return !entity_.boundary.empty() && word == entity_.boundary;
    }

    bool is(std::string_view word) const
    {
        return is_ours(word) || has(boundaries_.others, word);
    }

    static void keep(std::optional<Span>& place, const Span& line)
    {
        if (!place)
            place = line;
    }

    const Entity& entity_;
    const Boundaries& boundaries_;
    Message& message_;
    Texts inner_;
    Lines lines_;
};

bool is_allowed(std::string_view boundary)
{
    constexpr std::string_view allowed = "'()+_,-./:=? "; // RFC 2046 5.1.1
    return boundary.size() <= longest_boundary && boundary.find("=?") == npos &&
           std::ranges::all_of(boundary, [&](char c) {
               return ascii::is_alnum(c) || allowed.find(c) != npos;
           });
}

void look_at_syntax(const Entity& entity, const Lines& lines, Ambiguities& found)
{
    const auto* const told = plain(entity.type_parameters, "boundary");
    const bool ends_in_space =
        told != nullptr && without_end_space(*told).size() < told->size();
    const bool is_empty = told != nullptr && told->empty();
    if (ends_in_space || is_empty || !is_allowed(entity.boundary))
        found.add(Oddity::BoundarySyntax, entity.header,
                  told != nullptr ? *told : entity.boundary,
                  ends_in_space && lines.tight && lines.spaced);
}

void look_at_around(const Entity& entity, const Texts& around, Ambiguities& found)
{
    const bool is_near = std::ranges::any_of(around, [&](const std::string& outer) {
        return !outer.empty() && !entity.boundary.empty() &&
               (outer.starts_with(entity.boundary) ||
                entity.boundary.starts_with(outer));
    });
    // Whoever takes the lines of one for those of the other sees the same parts in
    // another order of nesting.
    if (is_near)
        found.add(Oddity::NestedBoundary, entity.header, entity.boundary, false);
}

// A boundary line behind a CR that ends no line to us.
void look_at_cr(const Entity& entity, const Boundaries& boundaries,
                const Message& message, Ambiguities& found)
{
    const auto content = entity.content.of(message.raw);
    for (auto at = content.find("\r--"); at != npos;
         at = content.find("\r--", at + 1)) {
        const auto text = content.substr(at + 3, 1'024);
        const auto begins = [&](std::string_view boundary) {
            return !boundary.empty() && text.starts_with(boundary);
        };
        if (!begins(entity.boundary) && std::ranges::none_of(boundaries.others, begins))
            continue;
        const auto begin = entity.content.begin + at;
        found.add(Oddity::BareCr, {begin, line_at(message.raw, begin).end},
                  "in front of a boundary", true);
        return;
    }
}

} // namespace

void look_at_boundaries(const Entity& entity, const Texts& around, Message& message,
                        Ambiguities& found)
{
    const auto boundaries = boundaries_of(entity);
    if (!entity.is_multipart() && boundaries.others.empty())
        return;
    const auto lines = LineScan{entity, boundaries, message}.run();
    const auto at = [&](const std::optional<Span>& line) {
        return line->of(message.raw);
    };
    if (entity.is_multipart() && entity.boundary.empty())
        found.add(Oddity::MissingBoundary, entity.header, entity.type,
                  lines.likely.has_value());
    if (lines.other)
        found.add(Oddity::BoundaryReadings, *lines.other, at(lines.other), true);
    else if (lines.longer)
        found.add(Oddity::BoundaryReadings, *lines.longer, at(lines.longer), true);
    else if (boundaries.strict.size() > 1)
        found.add(Oddity::BoundaryReadings, entity.header, boundaries.others.front(),
                  false);
    if (message.lines == 0)
        found.add(Oddity::BoundaryReadings, entity.header,
                  "more lines of dashes than are looked at", true);
    if (lines.nul)
        found.add(Oddity::NulByte, *lines.nul, at(lines.nul), true);
    if (message.has_bare_cr)
        look_at_cr(entity, boundaries, message, found);
    if (!entity.is_multipart())
        return;
    look_at_syntax(entity, lines, found);
    look_at_around(entity, around, found);
}

} // namespace mailreeve::mime
