#include "mailreeve/bounce/header_block.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/field_names.hh"
#include "mailreeve/bounce/lines.hh"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace mailreeve::bounce {

namespace {

using namespace field;

// Lines in a row that are neither field nor folded: more are no lost folding.
constexpr std::size_t max_stray_lines = 30;
constexpr std::size_t max_gaps = 3; // empty lines inside one header

// One block while it grows.
class Growing {
public:
    Growing(Work& work, const ReadingLimits& limits) : work_{work}, limits_{limits} {}

    bool empty() const { return fields_.empty(); }

    void add(const FieldLine& field, unsigned meaning)
    {
        is_full_ = fields_.size() == limits_.fields ||
                   !room_for(field.name.size() + field.value.size());
        if (is_full_)
            return work_.cut();
        status_ += (meaning & TellingStatus) != 0 ? 2U
                   : (meaning & Status) != 0      ? 1U
                                                  : 0U;
        seen_ |= meaning;
        fields_.push_back({std::string{field.name}, std::string{field.value}});
    }

    void grow(std::string_view before, std::string_view line)
    {
        if (!is_full_ && room_for(before.size() + line.size()))
            fields_.back().value.append(before).append(line);
    }

    bool has(unsigned meaning) const { return (seen_ & meaning) != 0; }

    bool is_status() const { return status_ >= 2 && !has(Trace); }

    // Nothing is missing that a message has, so that an empty line ends the header.
    bool is_whole() const { return has(From) && has(MessageId) && main_fields() >= 2; }

    bool is_header() const
    {
        return !is_status() && (has(MessageId | Trace) || main_fields() >= 3);
    }

    std::vector<mail::HeaderField> take() { return std::move(fields_); }

    void clear()
    {
        fields_.clear(); // room is kept: there may be many small blocks
        seen_ = Nothing;
        status_ = bytes_ = 0;
        is_full_ = false;
    }

private:
    int main_fields() const
    {
        return std::popcount(seen_ & (From | To | Subject | Date));
    }

    bool room_for(std::size_t size)
    {
        const bool fits = size <= limits_.block_bytes - bytes_;
        if (fits)
            bytes_ += size;
        else
            work_.cut();
        return fits;
    }

    Work& work_;
    const ReadingLimits& limits_;
    std::vector<mail::HeaderField> fields_;
    unsigned seen_ = Nothing;
    std::size_t status_ = 0;
    std::size_t bytes_ = 0;
    bool is_full_ = false;
};

class Finder {
public:
    Finder(Work& work, const ReadingLimits& limits)
        : work_{work}, growing_{work, limits}, headers_left_{limits.blocks},
          statuses_left_{limits.recipients}
    {
    }

    void line(std::string_view whole)
    {
        if (growing_.empty() || !continues(whole))
            begin(whole);
    }

    bool has_header() const { return has_header_; }

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
        growing_.add(*field, meaning_of(field->name));
    }

    // False: the line is not of this block.
    bool continues(std::string_view whole)
    {
        if (is_blank(whole))
            return gap();
        if (!whole.starts_with(quote_))
            return false;
        const auto line = whole.substr(quote_.size());
        const auto field = field_line(line);
        const auto meaning = field ? meaning_of(field->name) : Nothing;
        if (after_gap_ && !((meaning & Mail) != 0 && growing_.has(Mail)))
            return false;
        after_gap_ = false;
        if (!field)
            return folded(line);
        if (growing_.is_status() && (meaning & Trace) != 0)
            return false; // a header without an empty line before it
        stray_ = 0;
        growing_.add(*field, meaning);
        return true;
    }

    bool gap()
    {
        after_gap_ = true;
        return !growing_.is_whole() && !growing_.is_status() && ++gaps_ <= max_gaps;
    }

    // Or a line that lost its folding; a boundary line is none.
    bool folded(std::string_view line)
    {
        const bool is_stray = line.front() != ' ' && line.front() != '\t';
        if (is_stray && (line.starts_with("--") || ++stray_ > max_stray_lines))
            return false;
        growing_.grow(is_stray ? "\n " : "\n", line);
        return true;
    }

    void end()
    {
        if (!growing_.empty() && growing_.is_header())
            keep(headers_left_, false);
        else if (growing_.is_status())
            keep(statuses_left_, true);
        growing_.clear();
        stray_ = gaps_ = 0;
        after_gap_ = false;
    }

    void keep(std::size_t& left, bool is_status)
    {
        if (left == 0)
            return work_.cut();
        --left;
        has_header_ = has_header_ || !is_status;
        found_.push_back({growing_.take(), is_status});
    }

    Work& work_;
    Growing growing_;
    std::size_t headers_left_;
    std::size_t statuses_left_;
    std::vector<HeaderBlock> found_;
    std::string_view quote_;
    std::size_t stray_ = 0;
    std::size_t gaps_ = 0;
    bool after_gap_ = false;
    bool has_header_ = false;
};

} // namespace

const std::string* value_of(std::span<const mail::HeaderField> fields,
                            std::string_view name)
{
    const auto it =
        std::ranges::find_if(fields, [&](const auto& field) { return field.is(name); });
    return it == fields.end() ? nullptr : &it->value;
}

const std::string* message_id_of(std::span<const mail::HeaderField> fields)
{
    const auto it = std::ranges::find_if(fields, [](const auto& field) {
        return field.is("Message-ID") &&
               field.value.find_first_of("<@") != std::string::npos;
    });
    return it == fields.end() ? value_of(fields, "Message-ID") : &it->value;
}

std::size_t main_fields(std::span<const mail::HeaderField> fields)
{
    constexpr std::array<std::string_view, 4> names{"From", "To", "Subject", "Date"};
    return static_cast<std::size_t>(
        std::ranges::count_if(names, [&](std::string_view name) {
            return value_of(fields, name) != nullptr;
        }));
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
    const auto front = text.substr(0, work.left());
    Lines lines{front};
    while (!finder.has_header()) {
        const auto line = lines.next();
        if (!line)
            break;
        finder.line(*line);
    }
    work.take(front.substr(0, front.size() - lines.rest().size()));
    if (lines.rest().empty() && front.size() < text.size())
        work.cut();
    auto found = finder.take();
    const auto it = std::ranges::find(found, false, &HeaderBlock::is_status);
    if (it == found.end())
        return std::nullopt;
    return std::move(*it);
}

} // namespace mailreeve::bounce
