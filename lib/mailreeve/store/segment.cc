#include "mailreeve/store/segment.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/store/sound.hh"

#include <algorithm>
#include <system_error>

namespace mailreeve::store {

namespace {

namespace chrono = std::chrono;
namespace fs = std::filesystem;

constexpr std::string_view extension = ".db";
constexpr std::string_view damaged = ".damaged-";
static_assert(max_set_aside <= 9); // one digit

std::string padded(unsigned number, std::size_t width)
{
    auto text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

Segment segment_from(chrono::year_month_day day, Period period)
{
    auto name = padded(static_cast<unsigned>(static_cast<int>(day.year())), 4) + '-' +
                padded(static_cast<unsigned>(day.month()), 2);
    if (period == Period::Month) {
        const chrono::sys_days begins{day.year() / day.month() / 1};
        const auto next = day.year() / day.month() + chrono::months{1};
        return {name.append(extension), begins, chrono::sys_days{next / 1}};
    }
    name += '-' + padded(static_cast<unsigned>(day.day()), 2);
    const chrono::sys_days begins{day};
    return {name.append(extension), begins, begins + chrono::days{1}};
}

// Takes `digits` digits, and a dash before them unless they come first, off `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits, bool first)
{
    const auto skip = first ? 0U : 1U;
    if (text.size() < skip + digits || (!first && text.front() != '-'))
        return std::nullopt;
    int number = 0;
    for (const char c : text.substr(skip, digits)) {
        if (!ascii::is_digit(c))
            return std::nullopt;
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(skip + digits);
    return number;
}

// The segment whose name stands at the front of `text`, taken off it.
std::optional<Segment> take_segment(std::string_view& text, Period period)
{
    const auto year = take_number(text, 4, true);
    const auto month = year ? take_number(text, 2, false) : std::nullopt;
    const auto day = period == Period::Month ? std::optional{1}
                     : month                 ? take_number(text, 2, false)
                                             : std::nullopt;
    if (!month || !day || !text.starts_with(extension))
        return std::nullopt;
    text.remove_prefix(extension.size());
    const chrono::year_month_day date{chrono::year{*year},
                                      chrono::month{static_cast<unsigned>(*month)},
                                      chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{segment_from(date, period)} : std::nullopt;
}

bool take_damaged(std::string_view& text)
{
    if (!text.starts_with(damaged) || text.size() == damaged.size())
        return false;
    const int number = text[damaged.size()] - '0';
    if (number < 1 || number > max_set_aside)
        return false;
    text.remove_prefix(damaged.size() + 1);
    return true;
}

} // namespace

Segment segment_of(WallTime when, Period period)
{
    return segment_from(chrono::floor<chrono::days>(when), period);
}

std::optional<SegmentFile> segment_file(const fs::path& path, Period period)
{
    const auto name = path.filename().string();
    std::string_view rest{name};
    auto segment = take_segment(rest, period);
    if (!segment)
        return std::nullopt;
    using Part = SegmentFile::Part;
    const auto part = take_damaged(rest) ? Part::Damaged : Part::Database;
    if (rest == "-wal" || rest == "-shm")
        return SegmentFile{*std::move(segment), Part::Log, path};
    if (!rest.empty())
        return std::nullopt;
    return SegmentFile{*std::move(segment), part, path};
}

std::vector<SegmentFile> segment_files(const fs::path& directory, Period period,
                                       std::error_code& error)
{
    std::vector<SegmentFile> files;
    for (fs::directory_iterator entry{directory, error};
         !error && entry != fs::directory_iterator{}; entry.increment(error))
        if (auto file = segment_file(entry->path(), period))
            files.push_back(*std::move(file));
    std::ranges::stable_sort(files, [](const auto& a, const auto& b) {
        return a.segment.begins > b.segment.begins;
    });
    return files;
}

} // namespace mailreeve::store
