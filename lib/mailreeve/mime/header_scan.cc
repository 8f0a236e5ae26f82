#include "mailreeve/mime/header_scan.hh"

#include "mailreeve/mime/header.hh"

#include <utility>

namespace mailreeve::mime {

bool HeaderScan::take(std::string_view line, const Span& place)
{
    const auto kind = header_line(line, std::exchange(first_, false));
    switch (kind) {
    case HeaderLine::Empty:
        closed_ = stray_ == 0;
        return false;
    case HeaderLine::Other:
        ++stray_;
        return has_field_ && stray_ <= max_stray_ && !line.starts_with("--");
    case HeaderLine::Folded:
        if (stray_ > 0)
            return true; // goes with the stray line
        break;
    case HeaderLine::Field:
        has_field_ = true;
        break;
    case HeaderLine::Envelope:
        break;
    }
    stray_ = 0;
    end_ = place.end;
    return true;
}

} // namespace mailreeve::mime
