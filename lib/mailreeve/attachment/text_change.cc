#include "mailreeve/attachment/text_change.hh"

#include "mailreeve/attachment/encoded_place.hh"
#include "mailreeve/attachment/header_change.hh"
#include "mailreeve/attachment/html_place.hh"
#include "mailreeve/attachment/transfer.hh"
#include "mailreeve/attachment/words.hh"
#include "mailreeve/attachment/written_form.hh"
#include "mailreeve/mime/decode.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::attachment {

namespace {

enum class Transfer { Plain, QuotedPrintable, Base64, Unknown };

Transfer transfer_of(const mime::Entity& entity)
{
    const auto& encoding = entity.encoding;
    if (encoding.empty() || encoding == "7bit" || encoding == "8bit" ||
        encoding == "binary")
        return Transfer::Plain;
    if (encoding == "quoted-printable")
        return Transfer::QuotedPrintable;
    return encoding == "base64" ? Transfer::Base64 : Transfer::Unknown;
}

bool lets_eight_bits(const mime::Entity& entity)
{
    return !entity.encoding.empty() && entity.encoding != "7bit";
}

class Changer {
public:
    Changer(const mime::Entity& entity, std::string_view raw, const TextChange& change)
        : entity_{entity}, raw_{raw}, change_{change}, transfer_{transfer_of(entity)},
          line_end_{line_end_of(raw)}, html_{entity.type == "text/html"}
    {
    }

    std::vector<Edit> edits()
    {
        find_place();
        if (change_.files.empty())
            return notice_.empty() ? std::vector<Edit>{} : insertion();
        cut_files();
        if (!mime::is_encoded(entity_))
            return plain();
        return {rewritten()};
    }

private:
    // Where the notice goes and how it is written; empty where it cannot be.
    void find_place()
    {
        if (change_.notice.empty() || transfer_ == Transfer::Unknown)
            return;
        // What belongs to the head, and a mark in front.
        const auto head = mime::decoded(entity_, raw_, html_ ? html_head + 4 : 1'024);
        form_ = written_form(entity_.charset, head, lets_eight_bits(entity_));
        const bool wide = unit_size(form_) > 1;
        if (form_ == WrittenForm::None || (wide && transfer_ == Transfer::Plain))
            return;
        // Without an empty line in front, lines behind the first may become fields.
        const bool only_in_front = !gap_before_content(entity_, raw_).empty();
        if (only_in_front && wide)
            return;
        place_ = only_in_front ? 0
                 : html_       ? html_place(head, form_)
                               : mark_size(form_, head);
        for (const auto& file : change_.files)
            if (file.where.begin < place_ && place_ < file.where.end)
                place_ = file.where.begin;
        text_end_ = end_in_text(head, wide);
        notice_ = notice(head);
    }

    // How its lines end before they are encoded.
    std::string_view end_in_text(std::string_view head, bool wide) const
    {
        if (transfer_ != Transfer::Base64)
            return line_end_;
        const auto end = head.find('\n');
        const bool lf = end != std::string_view::npos && !wide &&
                        (end == 0 || head[end - 1] != '\r');
        return lf ? "\n" : "\r\n";
    }

    std::string notice(std::string_view head)
    {
        const auto behind = head.substr(std::min(place_, head.size()));
        const bool splits =
            transfer_ == Transfer::Plain && place_ > 0 && behind.starts_with("--");
        if (splits && !html_)
            place_ = 0; // else what is no boundary line would become one
        auto words = html_ ? html_lines(change_.notice, text_end_)
                           : plain_lines(change_.notice, text_end_);
        if (html_ && place_ > 0)
            words.insert(0, text_end_);
        if (html_ && splits)
            words.resize(words.size() - text_end_.size());
        auto bytes = written(words, form_);
        while (transfer_ == Transfer::Base64 && bytes.size() % 3 != 0)
            bytes += written(text_end_, form_);
        return bytes;
    }

    std::vector<Edit> insertion()
    {
        const auto content = entity_.content.of(raw_);
        std::optional<Edit> edit;
        if (transfer_ == Transfer::Plain)
            edit = Edit{{place_, place_}, notice_};
        else if (transfer_ == Transfer::Base64)
            edit = base64_insertion(content, place_, notice_, line_end_);
        else
            edit = quoted_insertion(content, place_, quoted_notice(), line_end_);
        if (!edit)
            return {rewritten()};
        edit->where.begin += entity_.content.begin;
        edit->where.end += entity_.content.begin;
        return {placed(std::move(*edit))};
    }

    std::string quoted_notice() const
    {
        return unit_size(form_) > 1 ? quoted_printable_bytes(notice_, line_end_)
                                    : quoted_printable(notice_, line_end_);
    }

    // With what must stand around it at the ends of the content.
    Edit placed(Edit edit) const
    {
        if (edit.where.begin == entity_.content.begin)
            edit.text.insert(0, gap_before_content(entity_, raw_));
        if (entity_.content.empty())
            edit.text += line_end_before_boundary(raw_, entity_.content.end);
        return edit;
    }

    // In the text, in order, the notice among them; those that overlap become one.
    void cut_files()
    {
        auto files = change_.files;
        std::ranges::stable_sort(files, {},
                                 [](const auto& file) { return file.where.begin; });
        const auto text = mime::decoded(entity_, raw_, entity_.content.size());
        for (const auto& file : files) {
            const mime::Span where{std::min(file.where.begin, text.size()),
                                   std::min(file.where.end, text.size())};
            put_notice_before(where.begin);
            if (!cuts_.empty() && where.begin < cuts_.back().where.end)
                cuts_.back().where.end = std::max(cuts_.back().where.end, where.end);
            else
                cuts_.push_back({where, cut_line(file.names, where.of(text))});
        }
        put_notice_before(text.size());
    }

    void put_notice_before(std::size_t place)
    {
        if (notice_.empty() || place < place_)
            return;
        cuts_.push_back({{place_, place_}, std::move(notice_)});
        notice_.clear();
    }

    // The line in brackets that stands where the file was.
    std::string cut_line(const std::string& names, std::string_view lines) const
    {
        const auto form = form_ == WrittenForm::None ? WrittenForm::Ascii : form_;
        const auto words = "[File removed: " + names + "]";
        auto line = written(html_ ? html_text(words) : words, form);
        const auto end = lines.ends_with("\r\n") ? 2U : lines.ends_with('\n') ? 1U : 0U;
        return line.append(lines.substr(lines.size() - end));
    }

    std::vector<Edit> plain() const
    {
        const auto begin = entity_.content.begin;
        std::vector<Edit> edits;
        if (cuts_.front().where.begin > 0) // fewer lines in front may let fields follow
            edits.push_back({{begin, begin}, gap_before_content(entity_, raw_)});
        for (const auto& cut : cuts_)
            edits.push_back(
                placed({{cut.where.begin + begin, cut.where.end + begin}, cut.text}));
        if (edits.front() == Edit{{begin, begin}, ""})
            edits.erase(edits.begin());
        return edits;
    }

    // All of it, encoded anew.
    Edit rewritten()
    {
        const auto text = mime::decoded(entity_, raw_, entity_.content.size());
        if (cuts_.empty())
            cuts_ = {{{place_, place_}, notice_}};
        const auto changed = spliced(text, cuts_);
        auto lines = transfer_ == Transfer::Base64 ? base64_lines(changed, line_end_)
                     : unit_size(form_) > 1 ? quoted_printable_bytes(changed, line_end_)
                                            : quoted_printable(changed, line_end_);
        return placed({entity_.content, std::move(lines)});
    }

    const mime::Entity& entity_;
    std::string_view raw_;
    const TextChange& change_;
    Transfer transfer_;
    std::string_view line_end_; // of the message
    bool html_;
    WrittenForm form_ = WrittenForm::None;
    std::size_t place_ = 0;     // of the notice, in the text
    std::string_view text_end_; // of its lines
    std::string notice_;        // in the charset
    std::vector<Edit> cuts_;    // of the text
};

} // namespace

bool can_cut(const mime::Entity& text)
{
    return transfer_of(text) != Transfer::Unknown || !mime::is_encoded(text);
}

std::vector<Edit> text_edits(const mime::Entity& text, std::string_view raw,
                             const TextChange& change)
{
    return Changer{text, raw, change}.edits();
}

std::string gap_before_content(const mime::Entity& entity, std::string_view raw)
{
    const auto begin = entity.content.begin;
    if (begin > entity.header.end)
        return {};
    const std::string line_end{line_end_of(raw)};
    return begin > 0 && raw[begin - 1] != '\n' ? line_end + line_end : line_end;
}

std::string line_end_before_boundary(std::string_view raw, std::size_t end)
{
    return raw.substr(end).starts_with("--") ? std::string{line_end_of(raw)} : "";
}

} // namespace mailreeve::attachment
