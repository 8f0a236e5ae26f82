#include "test/bounce/returned_place.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"
#include "mailreeve/mime/html.hh"
#include "test/bounce/areas.hh"
#include "test/bounce/transfer_encoding.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace mailreeve::test {

namespace {

constexpr auto npos = std::string::npos;

// A line of the header.
struct Found {
    std::size_t at = 0;
    std::string quote;
    std::string end;
};

// What a charset does not change, without what HTML does to white space.
std::string plain_front(std::string_view text)
{
    std::string front;
    for (const char c : ascii::trim(text)) {
        if (c == '\n' || c == '\r' || c > '~' || (c < ' ' && c != '\t'))
            break;
        if (!ascii::is_space(c))
            front += c;
        else if (!front.ends_with(' '))
            front += ' ';
    }
    return std::string{ascii::trim(front)};
}

bool is_start_of(std::string_view line, const mail::HeaderField& field)
{
    const auto found = bounce::field_line(line);
    return found && mail::is_same_name(found->name, field.name) &&
           plain_front(found->value) == plain_front(field.value);
}

std::optional<Found> in_plain(std::string_view text, const mail::HeaderField& field)
{
    for (std::size_t begin = 0; begin < text.size();) {
        const auto feed = std::min(text.find('\n', begin), text.size());
        auto line = text.substr(begin, feed - begin);
        const bool has_return = line.ends_with('\r');
        line.remove_suffix(has_return ? 1 : 0);
        const auto quote = bounce::quote_size(line);
        if (is_start_of(line.substr(quote), field))
            return Found{begin + quote, std::string{line.substr(0, quote)},
                         has_return ? "\r\n" : "\n"};
        begin = feed + 1;
    }
    return std::nullopt;
}

// To the end of what a reader sees on one line.
std::string_view html_line(std::string_view html)
{
    constexpr std::array<std::string_view, 8> ends{"\n",   "<br", "<p",  "</p",
                                                   "<div", "</d", "</t", "<t"};
    auto size = html.size();
    for (const auto end : ends)
        size = std::min(size, html.find(end));
    return html.substr(0, size);
}

// In front of <b> and its like.
std::size_t before_tags(std::string_view html, std::size_t at)
{
    constexpr std::array<std::string_view, 4> inline_tags{"<b>", "<strong>", "<span",
                                                          "<font"};
    while (at > 0 && html[at - 1] == '>') {
        const auto open = html.rfind('<', at);
        if (open == npos || std::ranges::none_of(inline_tags, [&](auto tag) {
                return ascii::starts_with(html.substr(open), tag);
            }))
            break;
        at = open;
    }
    return at;
}

std::optional<Found> in_html(std::string_view html, const mail::HeaderField& field)
{
    for (auto at = html.find(field.name); at != npos;
         at = html.find(field.name, at + 1)) {
        const auto line = mime::text_of_html(html_line(html.substr(at)), html.size());
        if (!is_start_of(line, field))
            continue;
        const auto open = html.rfind("<pre", at);
        const auto close = html.rfind("</pre", at);
        const bool is_pre = open != npos && (close == npos || close < open);
        const std::string feed = html.find("\r\n") == npos ? "\n" : "\r\n";
        return Found{before_tags(html, at), "", is_pre ? feed : "<br>" + feed};
    }
    return std::nullopt;
}

// That the line found is of this header and of no other one.
enum class Trust { Best, Good, Little };

Trust trust_in(const mail::HeaderField& field)
{
    constexpr std::array<std::string_view, 4> names{"Received", "X-Received",
                                                    "Return-Path", "Delivered-To"};
    if (field.is("Message-ID"))
        return Trust::Best;
    return std::ranges::any_of(names, [&](auto name) { return field.is(name); })
               ? Trust::Little
               : Trust::Good;
}

std::string replaced(std::string_view text, char from, std::string_view to)
{
    std::string result;
    for (const char c : text)
        result.append(c == from ? to : std::string_view{&c, 1});
    return result;
}

} // namespace

std::string_view name(Wrapping wrapping)
{
    constexpr std::array<std::string_view, wrappings> names{
        "plain", "quoted", "quoted-printable", "base64", "html"};
    return names.at(static_cast<std::size_t>(wrapping));
}

class PlaceFinder {
public:
    explicit PlaceFinder(const std::string& raw)
        : has_old_ends_{raw.find('\n') == npos}, raw_{has_old_ends_
                                                          ? replaced(raw, '\r', "\n")
                                                          : raw},
          begin_{std::min(raw_.find_first_not_of(" \t\r\n"), raw_.size())},
          ways_{areas(std::string_view{raw_}.substr(begin_))}
    {
    }

    std::vector<ReturnedPlace> find(const bounce::Returned& block) const
    {
        for (const bool wants_agreement : {true, false})
            for (const auto& way : ways_)
                if (auto places = find(block, way, wants_agreement); !places.empty())
                    return places;
        return {};
    }

private:
    std::vector<ReturnedPlace> find(const bounce::Returned& block,
                                    const std::vector<Area>& way,
                                    bool wants_agreement) const
    {
        std::vector<ReturnedPlace> places;
        mime::Span taken; // by the last one: messages are inside of each other
        for (const auto& area : way)
            if (area.agrees_with(block.where) == wants_agreement &&
                !area.overlaps(taken))
                if (const auto line = find(block, area)) {
                    places.push_back(place(area, *line));
                    taken = area.content;
                }
        return places;
    }

    static std::optional<Found> find(const bounce::Returned& block, const Area& area)
    {
        for (const auto trust : {Trust::Best, Trust::Good, Trust::Little})
            for (const auto& field : block.fields)
                if (trust_in(field) == trust)
                    if (auto line = area.kind == bounce::Piece::Kind::Html
                                        ? in_html(area.text, field)
                                        : in_plain(area.text, field))
                        return line;
        return std::nullopt;
    }

    ReturnedPlace place(const Area& area, const Found& found) const
    {
        ReturnedPlace place;
        place.front_ = raw_.substr(0, begin_ + area.content.begin);
        place.back_ = raw_.substr(begin_ + area.content.end);
        place.text_ = area.text;
        place.at_ = found.at;
        place.quote_ = found.quote;
        place.end_ = found.end;
        place.line_feed_ = raw_.find("\r\n") == npos ? "\n" : "\r\n";
        place.encoding_ = area.encoding;
        place.is_html_ = area.kind == bounce::Piece::Kind::Html;
        place.has_old_ends_ = has_old_ends_;
        return place;
    }

    bool has_old_ends_;
    std::string raw_;
    std::size_t begin_; // behind empty lines
    std::vector<std::vector<Area>> ways_;
};

std::vector<ReturnedPlace> ReturnedPlace::find(const std::string& raw,
                                               const bounce::Returned& block)
{
    return PlaceFinder{raw}.find(block);
}

std::string ReturnedPlace::with(std::string_view field) const
{
    const auto lines = replaced(is_html_ ? html_escaped(field) : std::string{field},
                                '\n', end_ + quote_);
    const auto text = text_.substr(0, at_) + lines + end_ + quote_ + text_.substr(at_);
    const auto content = encoding_ == "base64" ? base64(text, line_feed_)
                         : encoding_ == "quoted-printable"
                             ? quoted_printable(text, line_feed_)
                             : text;
    const auto whole = front_ + content + back_;
    return has_old_ends_ ? replaced(whole, '\n', "\r") : whole;
}

Wrapping ReturnedPlace::wrapping() const
{
    if (is_html_)
        return Wrapping::Html;
    if (encoding_ == "base64")
        return Wrapping::Base64;
    if (encoding_ == "quoted-printable")
        return Wrapping::QuotedPrintable;
    return quote_.empty() ? Wrapping::Plain : Wrapping::Quoted;
}

} // namespace mailreeve::test
