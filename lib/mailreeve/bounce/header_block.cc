#include "mailreeve/bounce/header_block.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace mailreeve::bounce {

namespace {

// Lines in a row that are neither field nor folded: more are no lost folding.
constexpr std::size_t max_stray_lines = 30;
constexpr std::size_t max_gaps = 3; // empty lines inside one header

constexpr std::array<std::string_view, 12> status_names{
    "action",        "arrival-date",    "diagnostic-code",   "disposition",
    "feedback-type", "final-recipient", "last-attempt-date", "original-recipient",
    "remote-mta",    "reporting-mta",   "reporting-ua",      "status"};
// Original-Recipient alone is none: delivery adds it to a message's own header
// (RFC 8098 2.3), and Status is a mailbox's.
constexpr std::array<std::string_view, 5> telling_status_names{
    "disposition", "feedback-type", "final-recipient", "reporting-mta", "reporting-ua"};
constexpr std::array<std::string_view, 2> trace_names{"received", "return-path"};
constexpr std::array<std::string_view, 3> header_names{"message-id", "received",
                                                       "return-path"};
constexpr std::array<std::string_view, 4> main_names{"from", "to", "subject", "date"};
constexpr std::array<std::string_view, 12> other_names{
    "cc",           "sender",       "reply-to",
    "mime-version", "content-type", "in-reply-to",
    "references",   "delivered-to", "dkim-signature",
    "list-id",      "user-agent",   "content-transfer-encoding"};

template <class Names>
bool is_one_of(std::string_view name, const Names& names)
{
    return std::ranges::any_of(
        names, [&](std::string_view n) { return ascii::equal(n, name); });
}

bool is_mail_name(std::string_view name)
{
    return is_one_of(name, header_names) || is_one_of(name, main_names) ||
           is_one_of(name, other_names) || ascii::starts_with(name, "x-");
}

std::size_t main_fields(const HeaderBlock& block)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(main_names, [&](std::string_view name) {
            return block.find(name) != nullptr;
        }));
}

// Nothing is missing that a message must have (RFC 5322 3.6), so that an empty line
// ends the header.
bool is_whole(const HeaderBlock& block)
{
    return block.find("from") != nullptr && main_fields(block) >= 2;
}

class Finder {
public:
    Finder(Work& work, const ReadingLimits& limits)
        : work_{work}, limits_{limits}, headers_left_{limits.blocks},
          statuses_left_{limits.recipients}
    {
    }

    void line(std::string_view whole)
    {
        if (!inside_ || !continues(whole))
            begin(whole);
    }

    bool has_header() const { return headers_left_ < limits_.blocks; }

    std::vector<HeaderBlock> take()
    {
        end();
        return std::move(found_);
    }

private:
    void begin(std::string_view whole)
    {
        end();
        const auto size = quote_size(whole);
        const auto field = field_line(whole.substr(size));
        if (!field)
            return;
        quote_ = whole.substr(0, size);
        inside_ = true;
        add(*field);
    }

    // False: the line is not of this block.
    bool continues(std::string_view whole)
    {
        if (whole.find_first_not_of(" \t>|") == std::string_view::npos)
            return gap();
        if (!whole.starts_with(quote_))
            return false;
        const auto line = whole.substr(quote_.size());
        const auto field = field_line(line);
        if (gaps_open_ > 0 && !(field && may_go_on(field->name)))
            return false;
        gaps_open_ = 0;
        if (field && is_one_of(field->name, trace_names) && block_.is_status())
            return false; // no empty line between the two
        if (field)
            add(*field);
        else if (line.front() == ' ' || line.front() == '\t')
            fold(line);
        else
            return stray(line);
        return true;
    }

    bool gap()
    {
        ++gaps_open_;
        return !is_whole(block_) && !block_.is_status() && ++gaps_ <= max_gaps;
    }

    bool may_go_on(std::string_view name) const
    {
        return is_mail_name(name) &&
               std::ranges::any_of(block_.fields,
                                   [](const auto& f) { return is_mail_name(f.name); });
    }

    // A line that lost its folding; the end of a part is none.
    bool stray(std::string_view line)
    {
        if (line.starts_with("--") || ++stray_ > max_stray_lines)
            return false;
        grow("\n ", line);
        return true;
    }

    void fold(std::string_view line) { grow("\n", line); }

    void grow(std::string_view before, std::string_view line)
    {
        if (is_full_ || !room_for(line.size() + before.size()))
            return;
        block_.fields.back().value.append(before).append(line);
    }

    void add(const FieldLine& field)
    {
        stray_ = 0;
        is_full_ = block_.fields.size() == limits_.fields ||
                   !room_for(field.name.size() + field.value.size());
        if (is_full_)
            work_.cut();
        else
            block_.fields.push_back(
                {std::string{field.name}, std::string{field.value}});
    }

    bool room_for(std::size_t size)
    {
        if (size > limits_.block_bytes - bytes_) {
            work_.cut();
            return false;
        }
        bytes_ += size;
        return true;
    }

    void end()
    {
        const bool is_status = block_.is_status();
        if (is_status || block_.is_message_header()) {
            auto& left = is_status ? statuses_left_ : headers_left_;
            if (left == 0)
                work_.cut();
            else
                found_.push_back(std::move(block_));
            left -= left == 0 ? 0 : 1;
        }
        block_ = {};
        inside_ = is_full_ = false;
        stray_ = gaps_ = gaps_open_ = bytes_ = 0;
    }

    Work& work_;
    const ReadingLimits& limits_;
    std::size_t headers_left_;
    std::size_t statuses_left_;
    std::vector<HeaderBlock> found_;
    HeaderBlock block_;
    std::string_view quote_;
    std::size_t stray_ = 0;
    std::size_t gaps_ = 0;
    std::size_t gaps_open_ = 0;
    std::size_t bytes_ = 0;
    bool inside_ = false;
    bool is_full_ = false;
};

} // namespace

const std::string* value_of(std::span<const mail::HeaderField> fields,
                            std::string_view name)
{
    const auto it =
        std::ranges::find_if(fields, [&](const auto& field) { return field.is(name); });
    return it == fields.end() ? nullptr : &it->value;
}

bool HeaderBlock::is_status() const
{
    const auto count = [&](const auto& names) {
        return std::ranges::count_if(
            fields, [&](const auto& field) { return is_one_of(field.name, names); });
    };
    return count(telling_status_names) > 0 || count(status_names) > 1;
}

bool HeaderBlock::is_message_header() const
{
    const auto has = [&](std::string_view name) { return find(name) != nullptr; };
    return (std::ranges::any_of(header_names, has) || main_fields(*this) >= 3) &&
           !is_status();
}

std::vector<HeaderBlock> find_blocks(std::string_view text, Work& work,
                                     const ReadingLimits& limits)
{
    Finder finder{work, limits};
    Lines lines{work.take(text)};
    while (const auto line = lines.next())
        finder.line(*line);
    return finder.take();
}

std::optional<HeaderBlock> first_header(std::string_view text, Work& work,
                                        const ReadingLimits& limits)
{
    Finder finder{work, limits};
    Lines lines{text.substr(0, work.left())};
    while (!finder.has_header()) {
        const auto line = lines.next();
        if (!line)
            break;
        finder.line(*line);
    }
    work.take(text.substr(0, text.size() - lines.rest().size()));
    auto found = finder.take();
    const auto it = std::ranges::find_if(
        found, [](const auto& block) { return block.is_message_header(); });
    if (it == found.end())
        return std::nullopt;
    return std::move(*it);
}

} // namespace mailreeve::bounce
