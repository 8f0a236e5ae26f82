#include "mailreeve/config/diagnostics.hh"

#include "mailreeve/config/excerpt.hh"

#include <algorithm>
#include <span>
#include <utility>

namespace mailreeve::config {

namespace {

constexpr std::size_t most_shown = 20;
constexpr std::size_t most_kept = 1000;

std::string_view word(Severity severity)
{
    return severity == Severity::Error ? ": error: " : ": warning: ";
}

std::string what_it_is(const Node& node)
{
    switch (node.kind()) {
    case Node::Kind::Scalar:
        return quote(node.text());
    case Node::Kind::List:
        return "a list";
    case Node::Kind::Map:
        return "a map";
    case Node::Kind::Null:
        break;
    }
    return "nothing";
}

} // namespace

std::string quote(std::string_view text)
{
    return '"' + visible(text) + '"';
}

Diagnostics::Diagnostics(std::string file, std::string text)
    : file_{std::move(file)}, text_{std::move(text)}
{
}

void Diagnostics::error(const Place& place, std::string message, std::string hint)
{
    ++errors_;
    add({Severity::Error, place, std::move(message), std::move(hint)});
}

void Diagnostics::warning(const Place& place, std::string message, std::string hint)
{
    ++warnings_;
    add({Severity::Warning, place, std::move(message), std::move(hint)});
}

bool Diagnostics::is_full() const
{
    return all_.size() >= most_kept;
}

void Diagnostics::add(Diagnostic diagnostic)
{
    if (!is_full())
        all_.push_back(std::move(diagnostic));
}

void Diagnostics::wrong(const Node& node, std::string_view kind, std::string hint)
{
    error(node.place(),
          subject() + " must be " + std::string{kind} + ", not " + what_it_is(node),
          std::move(hint));
}

void Diagnostics::outside(const Node& node, std::string_view limit)
{
    auto message = subject() + " must be " + std::string{limit};
    if (node.is_scalar())
        message += ", not " + quote(node.text());
    error(node.place(), std::move(message));
}

void Diagnostics::no_value(const Node& node, std::string_view kind)
{
    error(node.place(), subject() + " has no value",
          "write " + std::string{kind} + ", or take it out" + reference());
}

void Diagnostics::wrong_key(const Node::Entry& entry, std::string_view kind,
                            std::string hint)
{
    error(entry.place,
          "a key of " + subject() + " must be " + std::string{kind} + ", not " +
              quote(entry.key),
          std::move(hint));
}

void Diagnostics::duplicate_key(const Node::Entry& entry, const Place& first)
{
    error(entry.place, "duplicate key " + quote(entry.key) + where(),
          first.line == 0
              ? std::string{}
              : "it is first written in line " + std::to_string(first.line));
}

std::string Diagnostics::path() const
{
    std::string name;
    for (const auto& part : path_)
        if (!part.empty())
            name += (name.empty() ? "" : ".") + visible(part);
    return name;
}

std::string Diagnostics::where() const
{
    const auto name = path();
    return name.empty() ? name : " in section " + name;
}

std::string Diagnostics::subject() const
{
    const auto named = std::ranges::find_if(
        path_.rbegin(), path_.rend(), [](const auto& part) { return !part.empty(); });
    if (named == path_.rend())
        return "the file";
    return (path_.back().empty() ? "an item of " : "") + quote(*named);
}

std::string Diagnostics::reference() const
{
    const auto name = path();
    return " (see mailreeve.yaml(5)" + (name.empty() ? "" : ", " + name) + ')';
}

std::string Diagnostics::text() const
{
    auto sorted = all_;
    std::ranges::stable_sort(sorted, {}, [](const Diagnostic& d) {
        return std::pair{d.place.line, d.place.column};
    });

    std::string report;
    for (const auto& d : std::span{sorted}.first(std::min(sorted.size(), most_shown))) {
        report += file_;
        if (d.place.line > 0)
            report += ':' + std::to_string(d.place.line) + ':' +
                      std::to_string(d.place.column);
        report += word(d.severity);
        report += d.message + '\n' + excerpt(text_, d.place);
        if (!d.hint.empty())
            report += "   hint: " + d.hint + '\n';
    }
    if (const auto count = errors_ + warnings_; count > most_shown)
        report += "and " + std::to_string(count - most_shown) + " more\n";
    return report;
}

Diagnostics::Within::Within(Diagnostics& diagnostics, std::string_view key)
    : diagnostics_{diagnostics}
{
    diagnostics_.path_.emplace_back(key);
}

Diagnostics::Within::Within(Diagnostics& diagnostics) : Within{diagnostics, {}} {}

} // namespace mailreeve::config
