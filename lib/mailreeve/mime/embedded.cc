#include "mailreeve/mime/embedded.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/binhex.hh"
#include "mailreeve/mime/embedded_line.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;
// Lines that are not of the encoding, in a row, before a file without an end is over:
// decoders skip such, and lists of mail put some in.
constexpr std::size_t max_stray_lines = 8;

struct Begin {
    Embedding how = Embedding::Uuencode;
    std::string_view name;
};

std::optional<Begin> uuencode_begin(std::string_view line)
{
    const bool base64 = ascii::starts_with(line, "begin-base64");
    line.remove_prefix(base64 ? 12 : 5);
    if (line.empty() || (line.front() != ' ' && line.front() != '\t'))
        return std::nullopt;
    line = ascii::trim(line);
    const auto mode = std::min(line.find_first_not_of("01234567"), line.size());
    const bool is_mode = mode >= 3 && mode <= 6;
    if (!is_mode || (mode < line.size() && line[mode] != ' ' && line[mode] != '\t'))
        return std::nullopt;
    return Begin{base64 ? Embedding::Base64Uuencode : Embedding::Uuencode,
                 ascii::trim(line.substr(mode))};
}

std::optional<Begin> yenc_begin(std::string_view line)
{
    const auto lower = ascii::lower(line.substr(0, 256));
    const auto name = lower.find("name=");
    if (name == std::string::npos)
        return std::nullopt;
    return Begin{Embedding::Yenc, ascii::trim(line.substr(name + 5))};
}

// `line` is without white space and quote marks in front.
std::optional<Begin> begin_of(std::string_view line)
{
    constexpr std::string_view binhex = "(this file must be converted with binhex";
    if (line.empty())
        return std::nullopt;
    switch (line.front()) {
    case 'b':
    case 'B':
        return ascii::starts_with(line, "begin") ? uuencode_begin(line) : std::nullopt;
    case '=':
        return ascii::starts_with(line, "=ybegin ") ? yenc_begin(line) : std::nullopt;
    case '(':
        return ascii::starts_with(line, binhex)
                   ? std::optional{Begin{Embedding::BinHex, {}}}
                   : std::nullopt;
    default:
        return std::nullopt;
    }
}

// What a line is to the file that is open.
enum class Fit { Content, Skipped, Stray, End };

Fit uuencode_fit(std::string_view line)
{
    if (ascii::equal(ascii::trim(line), "end"))
        return Fit::End;
    return is_uuencoded(line) ? Fit::Content : Fit::Stray;
}

Fit base64_fit(std::string_view line)
{
    line = ascii::trim(line);
    if (line.starts_with("===="))
        return Fit::End;
    return !line.empty() && std::ranges::all_of(line, is_base64) ? Fit::Content
                                                                 : Fit::Stray;
}

Fit yenc_fit(std::string_view line)
{
    if (ascii::starts_with(line, "=yend"))
        return Fit::End;
    return ascii::starts_with(line, "=ypart ") ? Fit::Skipped : Fit::Content;
}

// One pass over the lines, with at most one file open.
class Search {
public:
    Search(std::string_view text, std::size_t max) : text_{text}, max_{max} {}

    std::vector<Embedded> run()
    {
        for (std::size_t place = 0; place < text_.size() && files_.size() < max_;) {
            const auto line = line_at(text_, place);
            take(line);
            place = line.end;
        }
        close(false);
        return std::move(files_);
    }

private:
    void take(const Span& line)
    {
        const auto whole = without_line_end(line.of(text_));
        const auto mark = quote_size(whole);
        if (const auto begin = begin_of(whole.substr(mark)))
            open(*begin, line, mark);
        else if (file_)
            go_on(line, without_quote(file_->how, whole, mark_));
    }

    void open(const Begin& begin, const Span& line, std::size_t mark)
    {
        close(false);
        file_ = Embedded{begin.how, std::string{begin.name}, line, {}, false};
        file_->content = {line.end, line.end};
        mark_ = text_.substr(line.begin, mark);
        stray_ = 0;
        certain_ = begin.how == Embedding::Yenc;
        in_stream_ = false;
    }

    void go_on(const Span& line, std::string_view words)
    {
        switch (fit(words)) {
        case Fit::Content:
            if (!certain_)
                file_->content.begin = line.begin;
            certain_ = true;
            stray_ = 0;
            file_->content.end = line.end;
            file_->where.end = line.end;
            if (ended_)
                close(true);
            break;
        case Fit::Skipped:
            if (file_->content.empty())
                file_->content = {line.end, line.end};
            file_->where.end = line.end;
            break;
        case Fit::Stray:
            if (++stray_ > max_stray_lines ||
                (!certain_ && !words.empty() && file_->how != Embedding::BinHex))
                close(false);
            break;
        case Fit::End:
            certain_ = true; // of an empty file, too
            file_->where.end = line.end;
            close(true);
            break;
        }
    }

    Fit fit(std::string_view line)
    {
        ended_ = false;
        switch (file_->how) {
        case Embedding::Uuencode:
            return uuencode_fit(line);
        case Embedding::Base64Uuencode:
            return base64_fit(line);
        case Embedding::Yenc:
            return yenc_fit(line);
        case Embedding::BinHex:
            return binhex_fit(ascii::trim(line));
        }
        return Fit::Stray;
    }

    // From one colon to the next.
    Fit binhex_fit(std::string_view line)
    {
        if (!in_stream_ && !line.starts_with(':'))
            return Fit::Stray;
        line.remove_prefix(in_stream_ ? 0 : 1);
        const auto end = line.find(':');
        if (line.empty() || !std::ranges::all_of(line.substr(0, end), is_binhex))
            return Fit::Stray;
        in_stream_ = true;
        ended_ = end != npos;
        return Fit::Content;
    }

    void close(bool complete)
    {
        if (!file_)
            return;
        auto file = std::move(*file_);
        file_.reset();
        if (!certain_ || files_.size() == max_)
            return;
        file.complete = complete;
        if (file.how == Embedding::BinHex)
            file.name = binhex_name(file, text_);
        files_.push_back(std::move(file));
    }

    std::string_view text_;
    std::size_t max_;
    std::vector<Embedded> files_;
    std::optional<Embedded> file_; // that is open
    std::string_view mark_;        // white space and quote marks in front of its lines
    std::size_t stray_ = 0;
    bool certain_ = false;   // something of it was seen behind its first line
    bool in_stream_ = false; // of BinHex
    bool ended_ = false;     // likewise, by the line that was looked at
};

} // namespace

std::string_view name(Embedding embedding)
{
    switch (embedding) {
    case Embedding::Uuencode:
        return "uuencode";
    case Embedding::Base64Uuencode:
        return "uuencode of base64";
    case Embedding::Yenc:
        return "yenc";
    case Embedding::BinHex:
        return "binhex";
    }
    return "";
}

std::vector<Embedded> embedded_files(std::string_view text, std::size_t max)
{
    return Search{text, max}.run();
}

} // namespace mailreeve::mime
