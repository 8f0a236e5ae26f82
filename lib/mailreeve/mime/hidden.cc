#include "mailreeve/mime/hidden.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/embedded_line.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/file_sign.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr std::size_t max_field = 4'096; // of a content field with its folded lines
constexpr std::size_t run_size = 20; // characters of base64 that are no word of a text

bool is_blank_start(std::string_view text)
{
    return text.starts_with(' ') || text.starts_with('\t');
}

// The word of a content field, if `line` begins like one that can tell a file.
std::string_view content_field(std::string_view line)
{
    constexpr std::string_view disposition = "content-disposition";
    constexpr std::string_view type = "content-type";
    if (line.empty() || ascii::lower(line.front()) != 'c')
        return {};
    const auto name = ascii::starts_with(line, disposition) ? disposition
                      : ascii::starts_with(line, type)      ? type
                                                            : std::string_view{};
    const auto rest = line.substr(name.size());
    const auto colon = rest.find_first_not_of(" \t");
    const bool is_field = colon != std::string_view::npos && rest[colon] == ':';
    return is_field ? name : std::string_view{};
}

std::string first_bytes(std::string_view base64)
{
    Entity content;
    content.encoding = "base64";
    content.content = {0, base64.size()};
    return decoded(content, base64, file_sign_size);
}

// Line by line, with what the lines before were.
class Search {
public:
    Search(std::string_view raw, const Span& where, std::size_t max)
        : raw_{raw.substr(0, where.end)}, place_{where.begin}, max_{max}
    {
    }

    std::vector<Hidden> run()
    {
        while (place_ < raw_.size() && found_.size() < max_) {
            const auto line = line_at(raw_, place_);
            place_ = line.end;
            look_at(line);
        }
        return std::move(found_);
    }

private:
    void look_at(const Span& line)
    {
        auto text = without_line_end(line.of(raw_));
        if (const auto name = content_field(text); !name.empty()) {
            run_.clear();
            look_at_field(line, name);
            return;
        }
        take_base64(line, ascii::trim(text));
    }

    // A run of lines, of which only the first characters matter.
    void take_base64(const Span& line, std::string_view text)
    {
        if (text.empty() || !std::ranges::all_of(text, is_base64)) {
            run_.clear();
            return;
        }
        if (run_.size() >= run_size)
            return;
        if (text.size() >= run_size)
            run_.clear(); // a word of a text may stand in front
        if (run_.empty())
            run_place_ = line;
        run_ += text.substr(0, run_size);
        if (run_.size() < run_size)
            return;
        run_place_.end = line.end;
        const auto sign = file_sign(first_bytes(run_));
        if (!sign.empty())
            found_.push_back({run_place_, {}, "base64 of " + std::string{sign}});
    }

    void look_at_field(Span line, std::string_view name)
    {
        while (place_ < raw_.size() && place_ - line.begin < max_field &&
               is_blank_start(raw_.substr(place_, 1)))
            place_ = line_at(raw_, place_).end;
        line.end = place_;
        Entity part;
        part.fields = fields_in(line.of(raw_).substr(0, 2 * max_field), 1);
        auto names = file_names(part);
        if (!names.empty())
            found_.push_back({line, std::move(names), std::string{name}});
    }

    std::string_view raw_;
    std::size_t place_;
    std::size_t max_;
    std::string run_; // of base64 that the lines before make, its beginning
    Span run_place_;
    std::vector<Hidden> found_;
};

} // namespace

std::vector<Hidden> hidden_files(std::string_view raw, const Span& where,
                                 std::size_t max)
{
    auto found = Search{raw, where, max}.run();
    for (auto& file : embedded_files(where.of(raw), max)) {
        Hidden hidden;
        hidden.where = {where.begin + file.where.begin, where.begin + file.where.end};
        hidden.sign = name(file.how);
        if (!file.name.empty())
            hidden.names.push_back(std::move(file.name));
        found.push_back(std::move(hidden));
    }
    std::ranges::stable_sort(found, {},
                             [](const Hidden& hidden) { return hidden.where.begin; });
    found.resize(std::min(found.size(), max));
    return found;
}

} // namespace mailreeve::mime
