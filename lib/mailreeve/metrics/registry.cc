#include "mailreeve/metrics/registry.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace mailreeve::metrics {

namespace {

[[maybe_unused]] bool is_name(std::string_view name)
{
    return !name.empty() && !ascii::is_digit(name.front()) &&
           std::ranges::all_of(
               name, [](char c) { return ascii::is_alnum(c) || c == '_' || c == ':'; });
}

std::string_view type_name(Type type)
{
    switch (type) {
    case Type::Counter:
        return "counter";
    case Type::Gauge:
        return "gauge";
    case Type::Histogram:
        break;
    }
    return "histogram";
}

std::string number(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

// Backslash, line end and quote as the format has them. Other control characters,
// which it would let through to a terminal, become "?".
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : utf8::repaired(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\\' || c == '"')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else
            out += byte < 0x20 || byte == 0x7f ? '?' : c;
    }
    return out;
}

std::string escaped_help(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string written(const Labels& labels)
{
    std::string text;
    for (const auto& [name, value] : labels) {
        assert(is_name(name));
        text += (text.empty() ? "" : ",") + name + "=\"" + escaped(value) + '"';
    }
    return text;
}

Labels others(Labels labels)
{
    for (auto& [name, value] : labels)
        value = "other";
    return labels;
}

void append_line(std::string& out, std::string_view name, std::string_view labels,
                 std::string_view value)
{
    out += name;
    if (!labels.empty())
        out.append("{").append(labels).append("}");
    out.append(" ").append(value).append("\n");
}

void append_histogram(std::string& out, const std::string& name,
                      const std::string& labels, const Histogram& histogram)
{
    const auto state = histogram.state();
    const auto lead = (labels.empty() ? "" : labels + ',') + "le=\"";
    for (std::size_t i = 0; i < state.below.size(); ++i) {
        const auto bound = i < state.bounds.size() ? number(state.bounds[i]) : "+Inf";
        append_line(out, name + "_bucket", lead + bound + '"',
                    std::to_string(state.below[i]));
    }
    append_line(out, name + "_sum", labels, number(state.sum));
    append_line(out, name + "_count", labels, std::to_string(state.below.back()));
}

} // namespace

Registry::Family& Registry::family(std::string_view name, std::string_view help,
                                   Type type)
{
    assert(is_name(name));
    auto found = families_.find(name);
    if (found == families_.end())
        found = families_.emplace(name, Family{std::string{help}, type, {}, {}}).first;
    assert(found->second.type == type);
    return found->second;
}

Registry::Instrument& Registry::child(std::string_view name, std::string_view help,
                                      Type type, const Labels& labels,
                                      std::span<const double> bounds)
{
    auto key = written(labels);
    const std::lock_guard lock{mutex_};
    auto& children = family(name, help, type).children;
    if (!children.contains(key) && children.size() >= max_children)
        key = written(others(labels));
    auto& instrument = children[key];
    if (!instrument) {
        instrument = std::make_shared<Instrument>();
        if (type == Type::Gauge)
            instrument->emplace<Gauge>();
        else if (type == Type::Histogram)
            *instrument = std::make_shared<Histogram>(bounds);
    }
    return *instrument;
}

Counter& Registry::counter(std::string_view name, std::string_view help,
                           const Labels& labels)
{
    return std::get<Counter>(child(name, help, Type::Counter, labels));
}

Gauge& Registry::gauge(std::string_view name, std::string_view help,
                       const Labels& labels)
{
    return std::get<Gauge>(child(name, help, Type::Gauge, labels));
}

Histogram& Registry::histogram(std::string_view name, std::string_view help,
                               const Labels& labels, std::span<const double> bounds)
{
    return *std::get<std::shared_ptr<Histogram>>(
        child(name, help, Type::Histogram, labels, bounds));
}

void Registry::collect(std::string_view name, std::string_view help, Type type,
                       std::function<std::vector<Sample>()> read)
{
    assert(type != Type::Histogram);
    const std::lock_guard lock{mutex_};
    family(name, help, type).read = std::move(read);
}

void Registry::collect_one(std::string_view name, std::string_view help, Type type,
                           std::function<double()> read)
{
    collect(name, help, type, [read = std::move(read)] {
        return std::vector<Sample>{{{}, read()}};
    });
}

void Registry::render_family(std::string& out, const std::string& name,
                             const Family& family)
{
    out.append("# HELP ").append(name).append(" ");
    out.append(escaped_help(family.help)).append("\n");
    out.append("# TYPE ").append(name).append(" ");
    out.append(type_name(family.type)).append("\n");
    for (const auto& [labels, instrument] : family.children) {
        if (const auto* counter = std::get_if<Counter>(instrument.get()))
            append_line(out, name, labels, std::to_string(counter->value()));
        else if (const auto* gauge = std::get_if<Gauge>(instrument.get()))
            append_line(out, name, labels, std::to_string(gauge->value()));
        else
            append_histogram(out, name, labels,
                             *std::get<std::shared_ptr<Histogram>>(*instrument));
    }
    auto samples = family.read ? family.read() : std::vector<Sample>{};
    samples.resize(std::min(samples.size(), max_children));
    for (const auto& sample : samples)
        append_line(out, name, written(sample.labels), number(sample.value));
}

std::string Registry::render() const
{
    const auto families = [this] { // a copy of pointers: reading may take its time
        const std::lock_guard lock{mutex_};
        return families_;
    }();
    std::string out;
    for (const auto& [name, family] : families)
        render_family(out, name, family);
    return out;
}

} // namespace mailreeve::metrics
