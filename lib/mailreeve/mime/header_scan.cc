#include "mailreeve/mime/header_scan.hh"

#include "mailreeve/mime/header.hh"

#include <utility>

namespace mailreeve::mime {

bool HeaderScan::take(std::string_view line, const Span& place)
{
    const auto kind = header_line(line, first_);
    if (kind == HeaderLine::Empty)
        return take_empty();
    first_ = false;
    if (kind == HeaderLine::Other)
        return take_stray(line);
    if (kind == HeaderLine::Folded && stray_ > 0)
        return true; // goes with the stray line
    has_field_ = has_field_ || kind == HeaderLine::Field;
    stray_ = 0;
    closed_ = false;
    end_ = place.end;
    return true;
}

bool HeaderScan::take_empty()
{
    closed_ = stray_ == 0;
    return first_ && ++empty_ <= leniency_.empty_lines;
}

bool HeaderScan::take_stray(std::string_view line)
{
    ++stray_;
    return has_field_ && stray_ <= leniency_.stray_lines && !line.starts_with("--");
}

} // namespace mailreeve::mime
