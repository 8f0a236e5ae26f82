// The part tree for people: what each part says that it is, what it is, and what the
// rules make of it.
#include "ctl/explain_view.hh"
#include "mailreeve/log/escape.hh"

#include <ostream>
#include <string_view>

namespace mailreeve::ctl {

namespace {

constexpr std::size_t max_inside = 100; // files inside of a part that are shown

std::string size_text(std::uint64_t bytes)
{
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

std::string span_text(const mime::Span& span)
{
    return "bytes " + std::to_string(span.begin) + '-' + std::to_string(span.end);
}

// "pe, 1024 bytes, encrypted: needs a password"
std::string kind_text(const attachment::Item& item)
{
    auto text = std::string{attachment::name(item.type)} + ", " + size_text(item.size);
    if (item.macros)
        text += ", with macros";
    if (item.obstacle == attachment::Obstacle::None)
        return text;
    text += ", ";
    text += attachment::name(item.obstacle);
    if (!item.detail.empty())
        text += ": " + item.detail;
    return text;
}

class PartPrinter {
public:
    PartPrinter(const ExplainedContent& content, std::ostream& out)
        : content_{content}, out_{out}
    {
    }

    void print()
    {
        if (content_.survey.tree)
            print_entity(*content_.survey.tree, 0);
    }

private:
    static std::string indent(std::size_t depth)
    {
        std::string blanks(2 * depth, ' ');
        return blanks;
    }

    void print_entity(const mime::Entity& entity, std::size_t depth)
    {
        const auto& parts = content_.survey.parts;
        bool told = false; // a message inside that has a name is a part as well
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].entity != &entity)
                continue;
            print_part(parts[i], content_.parts[i], depth);
            told = true;
        }
        if (!told)
            out_ << indent(depth) << log::escape(entity.type) << ", "
                 << span_text(entity.whole()) << '\n';
        for (const auto& inner : entity.parts)
            print_entity(inner, depth + 1);
    }

    void print_part(const attachment::Part& part, const ExplainedPart& explained,
                    std::size_t depth)
    {
        const auto& item = part.item;
        out_ << indent(depth) << "part " << part.path << ", ";
        if (part.embedded)
            out_ << mime::name(part.embedded->how) << " in the text of that part";
        else
            out_ << span_text(part.entity->whole()) << ": declared "
                 << log::escape(item.declared);
        out_ << ", by its bytes " << log::escape(kind_text(item)) << '\n';
        for (const auto& name : item.names)
            out_ << indent(depth + 1) << "name: " << log::escape(name) << '\n';
        std::size_t shown = 0;
        for (const auto& inner : item.inside)
            print_inside(inner, depth + 1, shown);
        if (shown > max_inside)
            out_ << indent(depth + 1) << "and " << shown - max_inside
                 << " more files\n";
        print_result(part, explained, depth + 1);
    }

    void print_inside(const attachment::Item& item, std::size_t depth,
                      std::size_t& shown)
    {
        if (++shown <= max_inside)
            out_ << indent(depth) << "holds "
                 << (item.names.empty() ? "a file without a name"
                                        : log::escape(item.names.front()))
                 << ": " << log::escape(kind_text(item)) << '\n';
        for (const auto& inner : item.inside)
            print_inside(inner, depth + 1, shown);
    }

    void print_result(const attachment::Part& part, const ExplainedPart& explained,
                      std::size_t depth)
    {
        const auto& judged = explained.judged;
        const std::string asked{attachment::name(judged.asked)};
        out_ << indent(depth) << "result: " << explained.result;
        if (asked != explained.result)
            out_ << ", asked for: " << asked;
        if (part.is_signed)
            out_ << ", signed";
        if (!judged.rule.empty())
            out_ << ", rule " << log::value(judged.rule);
        if (!judged.reason.empty())
            out_ << ": " << (judged.path.empty() ? "it" : log::escape(judged.path))
                 << ' ' << log::escape(judged.reason);
        if (!judged.detail.empty())
            out_ << ": " << log::escape(judged.detail);
        out_ << '\n';
    }

    const ExplainedContent& content_;
    std::ostream& out_;
};

void print_ambiguities(const attachment::Survey& survey, std::ostream& out)
{
    for (const auto& ambiguity : survey.ambiguities) {
        out << (ambiguity.grave ? "ambiguous: " : "odd: ") << mime::name(ambiguity.what)
            << ", " << span_text(ambiguity.where);
        if (!ambiguity.detail.empty())
            out << ": " << log::escape(ambiguity.detail);
        out << '\n';
    }
    if (survey.is_ambiguous())
        out << (survey.carries ? "readers may see different parts, and there is more "
                                 "than text in it\n"
                               : "readers may see different parts, but there is only "
                                 "text in it\n");
}

} // namespace

void print_parts(const Explanation& explanation, std::ostream& out)
{
    out << '\n';
    if (explanation.mode == attachment::Mode::Off)
        out << "attachments.mode is off: no attachment is judged, this is what the "
               "rules would say\n";
    if (!explanation.content) {
        out << "larger than attachments.max_message: not looked at\n";
        return;
    }
    const auto& content = *explanation.content;
    if (!content.trouble.empty())
        out << "no worker looked into files: " << log::escape(content.trouble) << '\n';
    if (content.survey.excess)
        out << "passes a bound, and is not taken apart: "
            << mime::name(*content.survey.excess) << '\n';
    PartPrinter{content, out}.print();
    print_ambiguities(content.survey, out);
}

} // namespace mailreeve::ctl
