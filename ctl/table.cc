#include "ctl/table.hh"

#include "mailreeve/log/escape.hh"

#include <algorithm>
#include <cassert>

namespace mailreeve::ctl {

namespace {

// Of escaped text, which is UTF-8: each character once.
std::size_t width(const std::string& cell)
{
    const auto continues = [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
    };
    return cell.size() -
           static_cast<std::size_t>(std::ranges::count_if(cell, continues));
}

} // namespace

void Table::add(const Row& cells)
{
    assert(cells.size() == rows_.front().size());
    Row row;
    for (const auto& cell : cells)
        row.push_back(log::escape(cell));
    rows_.push_back(std::move(row));
}

std::string Table::text() const
{
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_)
        for (std::size_t n = 0; n < row.size(); ++n)
            widths[n] = std::max(widths[n], width(row[n]));
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t n = 0; n < row.size(); ++n)
            line += row[n] + std::string(widths[n] - width(row[n]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string milliseconds(long long count)
{
    return std::to_string(count) + " ms";
}

} // namespace mailreeve::ctl
