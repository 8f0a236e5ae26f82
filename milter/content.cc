#include "milter/content.hh"

namespace mailreeve::milter {

void Content::header(std::string_view name, std::string_view value)
{
    header_bytes_ += name.size() + value.size() + 3;
    if (fields_.size() >= max_fields || header_bytes_ > max_header) {
        complete_ = false;
        return;
    }
    fields_.push_back({std::string{name}, std::string{value}});
}

bool Content::body(std::string_view chunk)
{
    const auto room = max_body_ - body_.size();
    body_ += chunk.substr(0, room);
    if (chunk.size() <= room)
        return true;
    complete_ = false;
    return false;
}

std::string Content::raw() const
{
    std::string raw;
    raw.reserve(header_bytes_ + body_.size() + 2);
    for (const auto& [name, value] : fields_)
        raw.append(name).append(":").append(value).append("\r\n");
    return raw.append("\r\n").append(body_);
}

} // namespace mailreeve::milter
