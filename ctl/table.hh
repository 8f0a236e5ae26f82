// Rows in columns, for people at a terminal.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mailreeve::ctl {

class Table {
public:
    using Row = std::vector<std::string>;

    explicit Table(Row headings) { rows_.push_back(std::move(headings)); }

    // As many cells as there are headings; any bytes (log::escape).
    void add(const Row& cells);

    // Columns as wide as they must be, but for the last.
    std::string text() const;

private:
    std::vector<Row> rows_;
};

// "23 ms"
std::string milliseconds(long long count);

} // namespace mailreeve::ctl
